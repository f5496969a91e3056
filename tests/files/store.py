"""An S3 store of its own for tests, which speaks over HTTP like a real one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from moto.moto_api._internal import moto_api_backend
from moto.server import ThreadedMotoServer

BUCKET = "evidence"


@contextmanager
def s3_store() -> Iterator[tuple[str, Any]]:
    """Its address, and a client of its bucket's owner."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        address = f"http://{host}:{port}"
        owner = boto3.client(
            "s3", endpoint_url=address, region_name="eu-west-2", aws_access_key_id="key", aws_secret_access_key="secret"
        )
        owner.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
        yield address, owner
    finally:
        moto_api_backend.reset()  # its buckets are this process's, and would meet the next store
        server.stop()
