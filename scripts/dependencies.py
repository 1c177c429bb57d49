"""What is installed to run Third Ear: size on disk, licence and reason.

    .venv/bin/python scripts/dependencies.py            print the table
    .venv/bin/python scripts/dependencies.py --notices  print the notices of others' work
    .venv/bin/python scripts/dependencies.py --write    put both into their documents
    .venv/bin/python scripts/dependencies.py --check    do the documents and licences still hold?

The set is read from the installed environment: what `thirdear` asks for, and what that asks for
in turn. Reasons and allowed licences are in dependencies.toml beside this file.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from dataclasses import dataclass, field
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(__file__).with_suffix(".toml")
DOCUMENT = ROOT / "docs" / "dependencies.md"
LOCK = ROOT / "requirements" / "run.txt"
NOTICES = ROOT / "THIRD_PARTY_NOTICES.md"
BEGIN, END = "<!-- generated: begin -->", "<!-- generated: end -->"
PROJECT, EXTRAS = "thirdear", frozenset({"plots", "tables"})


@dataclass
class Package:
    """One installed library and who asked for it."""

    name: str
    dist: Distribution
    direct: bool
    root: str
    asked_by: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Bytes of all its installed files, compiled ones included."""
        paths = (Path(str(file.locate())) for file in self.dist.files or [])
        return sum(path.stat().st_size for path in paths if path.is_file())

    def licence(self, data: dict[str, dict[str, str]]) -> str:
        """Its licence as an SPDX expression, or an empty string where none is known."""
        stated = self.dist.metadata.get_all("License-Expression")
        if stated:
            return str(stated[0])
        if self.name in data["licence"]:
            return data["licence"][self.name]
        free_text = str((self.dist.metadata.get_all("License") or [""])[0]).strip()
        return free_text if set(re.split(" AND | OR ", free_text)) <= data["allowed"].keys() else ""

    def copyright(self) -> list[str]:
        """The copyright lines of its own licence file, at most three."""
        lines: list[str] = []
        for file in self.dist.files or []:
            parts = file.parts
            own = parts[0].endswith(".dist-info") and len(parts) <= 3
            if not own or not re.match(r"(?i)(licen[cs]e|copying|notice)", parts[-1]):
                continue
            text = Path(str(file.locate())).read_text(encoding="utf-8", errors="replace")
            for line in (each.strip(" #*\t") for each in text.splitlines()):
                if re.match(r"(?i)copyright\b.*(\d{4}|\(c\)|©)", line) and line not in lines:
                    lines.append(line)
            if lines:
                break
        return lines[:3]


def requirements(dist: Distribution, extras: frozenset[str]) -> list[Requirement]:
    """What a distribution asks for on this machine."""
    found = []
    for line in dist.requires or []:
        wanted = Requirement(line)
        marker = wanted.marker
        if marker is None or any(marker.evaluate({"extra": e}) for e in extras or {""}):
            found.append(wanted)
    return found


def installed() -> dict[str, Package]:
    """Every library that Third Ear runs on, breadth first, by canonical name."""
    packages: dict[str, Package] = {}
    asked = requirements(distribution(PROJECT), EXTRAS | {""})
    # What two libraries ask for is counted with the one that asks for most.
    asked.sort(key=lambda wanted: -len(requirements(distribution(wanted.name), frozenset({""}))))
    queue: list[tuple[str, str, Requirement]] = [("", "", wanted) for wanted in asked]
    while queue:
        parent, root, wanted = queue.pop(0)
        name = canonicalize_name(wanted.name)
        if name not in packages:
            try:
                dist = distribution(wanted.name)
            except PackageNotFoundError:
                sys.exit(f"{name} is asked for by {parent or PROJECT} and is not installed.")
            package = Package(name, dist, direct=not parent, root=root or name)
            packages[name] = package
            queue += [
                (name, package.root, inner)
                for inner in requirements(dist, frozenset(wanted.extras) | {""})
            ]
        if parent and parent not in packages[name].asked_by:
            packages[name].asked_by.append(parent)
    return packages


def megabytes(size: int) -> str:
    """Size as people say it."""
    return f"{size / 1e6:.1f}" if size >= 50_000 else "< 0.1"


def row_head(package: Package, version: str | None = None) -> str:
    """How a library's row in the table begins."""
    title = f"**{package.name}**" if package.direct else f"· {package.name}"
    return f"| {title} | {package.dist.version if version is None else version}"


def notice_head(package: Package, version: str | None = None) -> str:
    """How a library's notice begins."""
    version = package.dist.version if version is None else version
    return f"### {package.dist.metadata['Name']} {version}"


def table(packages: dict[str, Package], data: dict[str, dict[str, str]]) -> str:
    """The table of docs/dependencies.md."""
    direct = sorted((p for p in packages.values() if p.direct), key=lambda p: p.name)
    sizes = {name: package.size for name, package in packages.items()}

    def whole(package: Package) -> int:
        return sum(sizes[p.name] for p in packages.values() if p.root == package.name)

    lines = [
        f"{len(packages)} libraries, {sum(sizes.values()) / 1e6:.0f} MB on disk "
        f"(Python {sys.version_info.major}.{sys.version_info.minor}, {sys.platform}).",
        "",
        "| library | version | MB | with what it pulls | licence | why |",
        "|---|---|---:|---:|---|---|",
    ]
    for package in sorted(direct, key=whole, reverse=True):
        pulled = sorted(
            (p for p in packages.values() if p.root == package.name and not p.direct),
            key=lambda p: -sizes[p.name],
        )
        lines.append(
            f"{row_head(package)} | {megabytes(sizes[package.name])} "
            f"| {megabytes(whole(package))} | {package.licence(data)} "
            f"| {data['why'].get(package.name, '')} |"
        )
        lines += [
            f"{row_head(p)} | {megabytes(sizes[p.name])} | | {p.licence(data)} "
            f"| {data['why'].get(p.name, '')} (for {', '.join(p.asked_by)}) |"
            for p in pulled
        ]
    return "\n".join(lines)


def notices(packages: dict[str, Package], data: dict[str, dict[str, str]]) -> str:
    """The list of THIRD_PARTY_NOTICES.md."""
    parts = []
    for name in sorted(packages):
        package = packages[name]
        licence = package.licence(data)
        notes = [note for spdx, note in data["allowed"].items() if note and spdx in licence]
        parts.append(notice_head(package) + "\n")
        parts.append(f"Licence: {licence}" + "".join(f" ({note})" for note in notes) + "\n")
        if lines := package.copyright():
            parts.append("\n".join(f"> {line}  " for line in lines) + "\n")
    return "\n".join(parts).rstrip()


def put(path: Path, generated: str) -> None:
    """Replace the generated part of a document and leave the rest."""
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        sys.exit(f"{path.name} has no place for the list: {BEGIN} … {END}.")
    path.write_text(f"{before}{BEGIN}\n\n{generated}\n\n{END}{after}", encoding="utf-8")


def faults(packages: dict[str, Package], data: dict[str, dict[str, str]]) -> list[str]:
    """What is wrong with the documents, the reasons or the licences, one sentence each."""
    found = []
    document = DOCUMENT.read_text(encoding="utf-8")
    listed = NOTICES.read_text(encoding="utf-8")
    for name, package in packages.items():
        licence = package.licence(data)
        choices = [re.split(r" AND ", c) for c in re.sub(r"[()]", "", licence).split(" OR ")]
        if not licence:
            found.append(f"{name} states no licence: name it in scripts/{DATA.name}.")
        elif not any(set(choice) <= data["allowed"].keys() for choice in choices):
            found.append(f"{name} is under {licence}, which scripts/{DATA.name} does not allow.")
        if name not in data["why"]:
            found.append(f"{name} has no reason in scripts/{DATA.name}.")
    # One that is locked at several versions, for several Pythons, is looked up by name alone.
    locked = re.findall(r"(?m)^([a-z0-9-]+)==", LOCK.read_text(encoding="utf-8"))
    for path, text, head in ((DOCUMENT, document, row_head), (NOTICES, listed, notice_head)):
        missing = [
            package.name
            for package in packages.values()
            if head(package, "" if locked.count(package.name) > 1 else None) not in text
        ]
        if missing:
            names = ", ".join(sorted(missing))
            found.append(f"{path.relative_to(ROOT)} lacks {names}: run `make dependencies`.")
    return found


def main() -> None:
    """Print, write or check."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--notices", action="store_true", help="print the notices")
    choice.add_argument("--write", action="store_true", help="write both documents")
    choice.add_argument("--check", action="store_true", help="check both documents")
    chosen = parser.parse_args()
    data = tomllib.loads(DATA.read_text(encoding="utf-8"))
    packages = installed()
    if chosen.check:
        if found := faults(packages, data):
            sys.exit("\n".join(found))
        print(f"{len(packages)} libraries: all listed, all with a reason and a licence we may use.")
    elif chosen.write:
        put(DOCUMENT, table(packages, data))
        put(NOTICES, notices(packages, data))
    else:
        print(notices(packages, data) if chosen.notices else table(packages, data))


if __name__ == "__main__":
    main()
