"""Presigned uploads store the bytes of any content type."""

from typing import Any

import pytest
import requests

from tests.simulator.moto_patches.conftest import UI, url

FORM = "application/x-www-form-urlencoded"
BYTES = b"Action=AssumeRoleWithSAML&Version=2009-04-15&%%=&policy=x&key=\xff\x00+\r\n"
"""Bytes that are also a form, and not UTF-8."""


@pytest.mark.parametrize("kind", [FORM, "multipart/form-data; boundary=x", "text/csv", None])
def test_a_presigned_upload_stores_the_bytes_of_any_content_type(
    s3: Any, bucket: str, kind: str | None
) -> None:
    where = {"Bucket": bucket, "Key": "cells.csv"}
    given = {"ContentType": kind} if kind else {}
    put = requests.put(
        url(s3, "put_object", **where, **given),
        data=BYTES,
        headers={"Content-Type": kind} if kind else {},
        timeout=10,
    )
    assert put.status_code == 200, put.text
    got = requests.get(url(s3, "get_object", **where), timeout=10)
    assert got.content == BYTES
    assert got.headers["Content-Type"] == (kind or "binary/octet-stream")


def test_an_upload_without_a_length_is_refused(s3: Any, bucket: str) -> None:
    where = {"Bucket": bucket, "Key": "cells.csv"}
    put = requests.put(url(s3, "put_object", **where), data=iter([BYTES]), timeout=10)
    assert put.status_code == 501
    assert "<Header>Transfer-Encoding</Header>" in put.text
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)


def test_presigned_parts_make_an_object(s3: Any, shared: str) -> None:
    where = {"Bucket": shared, "Key": "large"}
    upload = s3.create_multipart_upload(**where)["UploadId"]
    parts = []
    for number, body in ((1, BYTES * 150_000), (2, b"key=end")):
        part = url(s3, "upload_part", **where, UploadId=upload, PartNumber=number)
        headers = {"Content-Type": FORM, "Origin": UI}
        answer = requests.put(part, data=body, headers=headers, timeout=20)
        assert answer.headers["Access-Control-Expose-Headers"] == "ETag"
        parts.append({"PartNumber": number, "ETag": answer.headers["ETag"]})
    s3.complete_multipart_upload(**where, UploadId=upload, MultipartUpload={"Parts": parts})
    assert s3.get_object(**where)["Body"].read() == BYTES * 150_000 + b"key=end"


def test_a_presigned_completion_of_an_upload_may_have_any_content_type(
    s3: Any, bucket: str
) -> None:
    where = {"Bucket": bucket, "Key": "small"}
    upload = s3.create_multipart_upload(**where)["UploadId"]
    tag = s3.upload_part(**where, UploadId=upload, PartNumber=1, Body=b"all")["ETag"]
    complete = url(s3, "complete_multipart_upload", **where, UploadId=upload)
    part = f"<Part><PartNumber>1</PartNumber><ETag>{tag}</ETag></Part>"
    body = f"<CompleteMultipartUpload>{part}</CompleteMultipartUpload>"
    answer = requests.post(complete, data=body, headers={"Content-Type": FORM}, timeout=10)
    assert answer.status_code == 200, answer.text[-1500:]
    assert s3.get_object(**where)["Body"].read() == b"all"


def test_a_browser_form_is_still_an_upload(s3: Any, bucket: str) -> None:
    post = s3.generate_presigned_post(bucket, "from-form")
    requests.post(post["url"], post["fields"], files={"file": BYTES}, timeout=10).raise_for_status()
    assert s3.get_object(Bucket=bucket, Key="from-form")["Body"].read() == BYTES
