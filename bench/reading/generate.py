"""A long made-up report: generate.py OUT MEGABYTES. The passages of crates/text/tests/cases, again and again, each time with
other numbers and other names of places; always the same text."""
import re
import sys
from pathlib import Path

CASES = Path(__file__).resolve().parents[2] / "crates/text/tests/cases"
PLACES = ["青山", "平湖", "东河", "南岭", "石门", "柳林", "白沙", "北桥"]


def passages():
    found = []
    for file in sorted(CASES.glob("*.case")):
        for case in re.findall(r"^== 正文\n(.*?)(?=^== |^#### |\Z)", file.read_text(encoding="utf-8"), re.S | re.M):
            found.append(case.strip() + "\n")
    return found


def main(out, megabytes):
    texts, state, written, wanted = passages(), 20231122, 0, megabytes << 20

    def roll(limit):
        nonlocal state
        state = (state * 6364136223846793005 + 1442695040888963407) % (1 << 64)
        return (state >> 33) % limit

    def other(match):
        digits = match.group()
        return digits if re.fullmatch(r"(19|20)\d\d|\d", digits) else digits[0] + "".join(str(roll(10)) for _ in digits[1:])

    with open(out, "wb") as file:
        while written < wanted:
            text = re.sub(r"\d+", other, texts[roll(len(texts))])
            text = f"{PLACES[roll(len(PLACES))]}县：{text}".encode()
            file.write(text)
            written += len(text)


main(sys.argv[1], int(sys.argv[2]))
