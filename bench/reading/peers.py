"""What other tools need for the same text: peers.py FILE. One thread, processor time; each gets as much of the text as it
reads in half a minute or so. Prints tool, version, megabytes read, MB/s, what it found, what it is."""
import importlib.metadata
import resource
import sys
import time

import jieba.posseg
import jionlp
from recognizers_number import Culture
from recognizers_number_with_unit import recognize_currency, recognize_dimension
from recognizers_number import recognize_number, recognize_percentage


def run(name, package, megabytes, say, read, lines):
    part, size = [], 0
    for line in lines:
        if size >= megabytes * 1048576:
            break
        part.append(line)
        size += len(line.encode())
    read("全年培训农民1200人次。")
    start, found = time.process_time(), 0
    for line in part:
        found += read(line)
    seconds = time.process_time() - start
    version = importlib.metadata.version(package)
    print(f"{name}\t{version}\t{size / 1048576:.2f}\t{size / 1048576 / seconds:.4f}\t{found}\t{say}", flush=True)


MONEY = jionlp.ner.MoneyExtractor()


def money(line):
    return sum(1 for entity in MONEY(line) if jionlp.parse_money(entity["text"]))


def recognizers(line):
    models = (recognize_number, recognize_percentage, recognize_currency, recognize_dimension)
    return sum(len(model(line, Culture.Chinese)) for model in models)


def words(line):
    return sum(1 for word in jieba.posseg.cut(line) if word.flag == "m")


lines = open(sys.argv[1], encoding="utf-8").read().splitlines()
run("jionlp money", "jionlp", 1, "money only", money, lines)
run("jieba posseg", "jieba", 1, "words and their classes, no quantities", words, lines)
run("Recognizers-Text", "recognizers-text-suite", 0.06, "numbers, percentages, money, dimensions", recognizers, lines)
print("peak of all three\t%d MB" % (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024), file=sys.stderr)
