const { synthetics } = require("@aws/synthetics-puppeteer");

exports.handler = async () => {
  // Fails unless the page answers with a good status, as a user's browser would see it.
  const page = await synthetics.getPage();
  const response = await page.goto(process.env.PAGE, { waitUntil: "domcontentloaded", timeout: 30000 });
  if (!response || !response.ok()) {
    throw new Error(`${process.env.PAGE} answered ${response ? response.status() : "nothing"}`);
  }
};
