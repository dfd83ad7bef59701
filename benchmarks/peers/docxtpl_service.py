"""Form 1 over HTTP the usual way: FastAPI, docxtpl with a new template object each time, LibreOffice for PDF.

POST /docx and /pdf take a record's plain values as JSON. With an `office` in the job, unoserver keeps a LibreOffice
listening at that port; it needs Debian's python3-uno, so it runs in the system's Python.
"""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import jinja2
import uvicorn
from docxtpl import DocxTemplate
from docxtpl_form1 import box, context, sized
from fastapi import FastAPI, Request, Response
from job import job


def main() -> None:
    """Serve until ended."""
    about = job()
    environment = jinja2.Environment(autoescape=True)
    environment.globals |= {"sized": sized, "box": box}
    environment.filters |= {"intro_parts": lambda parts: parts, "title_lines": lambda lines: lines}
    environment.filters["line_pt"] = lambda text, font, width_mm, largest_pt: largest_pt
    app = FastAPI()

    def filled(values: dict[str, Any]) -> bytes:
        template, out = DocxTemplate(about["template"]), BytesIO()
        template.render(context(values), environment)
        template.save(out)
        return out.getvalue()

    @app.post("/docx")
    async def docx(request: Request) -> Response:
        return Response(filled(json.loads(await request.body())))

    @app.post("/pdf")
    async def pdf(request: Request) -> Response:
        from unoserver.client import UnoClient

        content = filled(json.loads(await request.body()))
        return Response(UnoClient(port=about["office"]).convert(indata=content, convert_to="pdf"))

    uvicorn.run(app, port=about["port"], log_level="error")


if __name__ == "__main__":
    main()
