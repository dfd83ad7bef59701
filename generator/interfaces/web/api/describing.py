"""The interface's description (/openapi.json): what FastAPI finds, and how to ask for a document and who may."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from generator.interfaces.web.documents.orders import RenderOrder

TOLD = "启动链接里的口令、/api/v1/session 换来的口令，或 wuxiao account key 给的密钥"
BEARER = {"type": "http", "scheme": "bearer", "description": TOLD}
OPENER = "/api/v1/session"


def described(app: FastAPI) -> dict[str, Any]:
    """The description, made once."""
    if app.openapi_schema is None:
        made = FastAPI.openapi(app)
        parts = made.setdefault("components", {})
        parts.setdefault("schemas", {})[RenderOrder.__name__] = RenderOrder.model_json_schema()
        parts["securitySchemes"] = {"token": BEARER}
        made["security"] = [{"token": []}]
        made["paths"][OPENER]["post"]["security"] = []
    found: dict[str, Any] = app.openapi_schema or {}
    return found
