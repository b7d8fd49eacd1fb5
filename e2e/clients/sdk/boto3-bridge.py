"""Calls boto3 for tests written in JavaScript.

Reads one JSON object a line: service, region, endpoint, credentials, method (of boto3's client) and parameters, in which {"$base64": text}
stands for bytes. Prints one JSON line for each: {"answer": ...}, {"refusal": {"code", "text"}} when AWS refused, or {"trouble": ...}.
In answers a body read is {"$base64": text} again, other bytes are base64 text, and times are ISO 8601.
"""

import base64
import json
import sys
import traceback

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.response import StreamingBody

clients = {}


def client_of(request):
    """One boto3 client for each service, region, endpoint and caller."""
    who = request["credentials"]
    endpoint = request["endpoint"]
    name = (request["service"], request["region"], endpoint["url"], who["accessKeyId"], who.get("sessionToken"))
    if name not in clients:
        config = Config(
            signature_version="s3v4" if request["service"] == "s3" else None,
            s3={"addressing_style": "path"},
            # A refusal that the tests wait for is not to be tried again
            retries={"total_max_attempts": 1},
            connect_timeout=10,
            read_timeout=60,
        )
        clients[name] = boto3.client(
            request["service"],
            region_name=request["region"],
            endpoint_url=endpoint["url"],
            verify=endpoint.get("certificate"),
            aws_access_key_id=who["accessKeyId"],
            aws_secret_access_key=who["secretAccessKey"],
            aws_session_token=who.get("sessionToken"),
            config=config,
        )
    return clients[name]


def bytes_in(pairs):
    """JSON object to dict, or to the bytes that it stands for."""
    return base64.b64decode(pairs["$base64"]) if "$base64" in pairs else pairs


def as_json(value):
    """What JSON has no form for."""
    if isinstance(value, StreamingBody):
        return {"$base64": base64.b64encode(value.read()).decode()}
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat()


def answer_to(request):
    """The line that answers a request."""
    try:
        answer = getattr(client_of(request), request["method"])(**request["parameters"])
        return json.dumps({"answer": answer}, default=as_json)
    except ClientError as error:
        return json.dumps({"refusal": {"code": error.response["Error"]["Code"], "text": error.response["Error"].get("Message", "")}})
    except Exception:
        return json.dumps({"trouble": traceback.format_exc()})


for line in sys.stdin:
    print(answer_to(json.loads(line, object_hook=bytes_in)), flush=True)
