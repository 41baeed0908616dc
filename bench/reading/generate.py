"""A long made-up report: generate.py OUT MEGABYTES. The passages of crates/text/tests/cases, again and again, each time with
other numbers and other names of places, and between them sentences without numbers, as many as reports have (a number in
every 300 bytes); always the same text."""
import re
import sys
from pathlib import Path

CASES = Path(__file__).resolve().parents[2] / "crates/text/tests/cases"
# Damage and planted errors are no ordinary text.
LEFT_OUT = ("修复.case", "疑点.case")
PROSE = [
    "坚持把科技创新摆在发展全局的核心位置，强化组织领导，健全工作机制，主动靠前服务，推动各项任务落地见效。",
    "深入企业生产车间和项目建设现场，面对面听取意见建议，认真梳理企业在技术改造、人才引进、融资等方面遇到的困难，逐项研究解决办法。",
    "加强与高校、科研院所的沟通对接，促成一批产学研合作意向，引导企业加大研发投入，提升自主创新能力。",
    "严格落实意识形态工作责任制，教育引导党员干部严守政治纪律和政治规矩，营造风清气正的良好氛围。",
    "虽然取得了一些成绩，但对照上级要求和群众期盼，仍存在企业创新意识不强、高层次人才缺乏、成果转化渠道不畅等问题。",
    "进一步优化营商环境，推行首问负责、限时办结等制度，让数据多跑路、群众少跑腿，不断提高服务水平。",
    "围绕乡村振兴和产业发展需要，组织专家深入田间地头，通过集中授课、现场示范、入户指导等方式，帮助群众解决生产中的实际问题。",
    "充分利用广播、电视、网络和宣传栏等载体，广泛宣传科技政策和先进典型，在全社会营造尊重知识、崇尚创新的浓厚氛围。",
    "完善项目管理办法，规范资金使用程序，加强过程监督和绩效评价，确保项目按期保质完成。",
    "加强部门协作和上下联动，定期召开联席会议，研判形势，查找短板，制定措施，压实责任，形成工作合力。",
]
PROSE_BYTES_PER_NUMBER = 230
PLACES = ["青山", "平湖", "东河", "南岭", "石门", "柳林", "白沙", "北桥"]


def passages():
    found = []
    for file in sorted(f for f in CASES.glob("*.case") if f.name not in LEFT_OUT):
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
            wanted_prose, prose = len(re.findall(r"\d+", text)) * PROSE_BYTES_PER_NUMBER, ""
            while len(prose.encode()) < wanted_prose:
                prose += PROSE[roll(len(PROSE))]
            text = f"{PLACES[roll(len(PLACES))]}县：{text}{prose}\n".encode()
            file.write(text)
            written += len(text)


main(sys.argv[1], int(sys.argv[2]))
