import json
from dataclasses import asdict

import pytest

from generator.running.manifest import FileList, Published, manifest

FILES = [
    Published("乙/表.docx", "form1", "docx", "NC-001", None, 10, "a" * 64),
    Published("甲.xlsx", "form2", "xlsx", "南昌市总工会", None, 20, "b" * 64),
    Published("乙/表.pdf", "form1", "pdf", "NC-001", 5, 30, "c" * 64),
    Published("丙.pdf", "bulletin", "pdf", "", 7, 40, "d" * 64),
]


def listed(files: list[Published]) -> FileList:
    made = FileList()
    for file in files:
        made.add(file)
    return made


def test_the_manifest_is_sorted_json_and_word_files_have_the_pages_of_their_twins() -> None:
    files = listed(FILES)
    about = {"campaign": "活动", "inputs": [{"path": "x"}]}
    entries = [asdict(file) for file in sorted(FILES, key=lambda file: file.path)]
    next(entry for entry in entries if entry["format"] == "docx")["pages"] = 5
    expected = json.dumps(about | {"files": entries}, ensure_ascii=False, indent=1) + "\n"
    assert b"".join(manifest(about, files)).decode() == expected
    assert len(files) == 4
    assert files.pages == 12
    files.close()


def test_a_manifest_of_no_files_is_json_too() -> None:
    files = listed([])
    assert json.loads(b"".join(manifest({"campaign": "活动"}, files))) == {"campaign": "活动", "files": []}
    files.close()


def test_no_path_is_used_twice() -> None:
    files = listed(FILES)
    with pytest.raises(ValueError, match="丙"):
        files.add(FILES[3])
    files.close()
