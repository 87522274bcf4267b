"""Entry point of the policy pack: `pulumi preview --policy-pack policies` runs it."""

from rules.pack import serve

serve()
