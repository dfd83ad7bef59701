"""The kinds of documents and their formats, as the command line, the output folder and the manifest name them."""

from __future__ import annotations

KINDS = ("notice", "blank", "form1", "form2", "certificate", "bulletin", "packet", "intro", "summary")
# What takes longer to make for a whole campaign than processes take to start.
KINDS_WORTH_PROCESSES = frozenset({"form1", "form2", "packet", "intro"})
# What one application has of its own, and what is of no recommender.
KINDS_OF_RECORDS = frozenset({"form1", "intro", "packet", "certificate"})
KINDS_OF_CAMPAIGN = frozenset({"notice", "blank", "bulletin"})
FORMATS = ("docx", "pdf", "xlsx")
FORM_KINDS = frozenset({"blank", "form1", "form2"})

FOLDERS = {
    "notice": "01-通知",
    "blank": "02-空白表格",
    "form1": "03-申报表",
    "form2": "04-汇总表",
    "certificate": "05-证书",
    "bulletin": "06-通报",
    "packet": "07-申报材料",
    "intro": "08-介绍材料",
    "summary": "09-工作总结",
}
TEMPLATE_ENDINGS = {"docx": "docx", "pdf": "html", "xlsx": "xlsx"}
