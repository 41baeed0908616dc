//! Text of a rule file → rule set, or every mistake in it with its line.

use toml::de::DeTable;

use super::fact::FactKind;
use super::mistake::{Mistake, MistakeKind};
use super::read_test::read_test;
use super::rules::{Condition, FactRule, RuleSet, Years};
use super::table::{File, Table};

/// Reads one rule file.
///
/// # Errors
/// Every mistake in it, in the order of lines.
pub fn read_rules(path: &str, text: &str) -> Result<RuleSet, Vec<Mistake>> {
    let file = File::new(path, text);
    let (document, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        for error in errors {
            let line = file.line(&error.span().unwrap_or(0..0));
            file.mistake(line, MistakeKind::Syntax, format!("TOML写法不对：{}", error.message()));
        }
        // What else is wrong with a file that is not TOML follows from that.
        return Err(sorted(file));
    }
    let root = Table::new(&file, document.get_ref(), 1);
    let facts: Vec<FactRule> = root.tables("fact").into_iter().filter_map(read_fact).collect();
    let mut asked = Asked { facts: &facts, used: Vec::new(), file: &file };
    asked.no_twins();
    let head = root.tables("rules").into_iter().next();
    if head.is_none() {
        root.lacks("rules", "文件");
    }
    let set = head.and_then(|head| read_head(head, path, &mut asked));
    let conditions = read_conditions(&root, &mut asked);
    asked.all_used();
    root.finish("文件");
    match set {
        Some(set) if file.mistakes.borrow().is_empty() => Ok(RuleSet { facts, conditions, ..set }),
        _ => Err(sorted(file)),
    }
}

fn sorted(file: File) -> Vec<Mistake> {
    let mut mistakes = file.mistakes.into_inner();
    mistakes.sort();
    mistakes.dedup();
    mistakes
}

/// The facts of the file, and which of them somebody has asked for.
pub(super) struct Asked<'t, 'a> {
    facts: &'t [FactRule],
    used: Vec<String>,
    file: &'t File<'a>,
}

impl Asked<'_, '_> {
    /// Notes that a fact is asked for; it must be listed and of one of these kinds.
    pub(super) fn ask(&mut self, id: &str, line: usize, kinds: &[FactKind]) {
        let named = || kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>().join("或");
        match self.facts.iter().find(|fact| fact.id == id) {
            None => self.file.mistake(line, MistakeKind::UnknownFact, format!("没有[[fact]]“{id}”")),
            Some(fact) if !kinds.contains(&fact.kind) => {
                let what = format!("“{id}”是{}，这里要{}", fact.kind.name(), named());
                self.file.mistake(line, MistakeKind::UnknownFact, what);
            }
            Some(_) => {}
        }
        self.used.push(id.to_owned());
    }

    fn no_twins(&self) {
        for (at, fact) in self.facts.iter().enumerate() {
            if self.facts[..at].iter().any(|other| other.id == fact.id) {
                self.file.mistake(fact.line, MistakeKind::DuplicateId, format!("[[fact]]“{}”前面已有", fact.id));
            }
        }
    }

    fn all_used(&self) {
        for fact in self.facts.iter().filter(|fact| !self.used.contains(&fact.id)) {
            let what = format!("[[fact]]“{}”没有条件用到，请删去或用上", fact.id);
            self.file.mistake(fact.line, MistakeKind::UnusedFact, what);
        }
    }
}

fn read_head(table: Table, path: &str, asked: &mut Asked) -> Option<RuleSet> {
    let id = table.must("id", "[rules]", Table::text);
    let name = table.must("name", "[rules]", Table::text);
    let ledger = table.must("ledger", "[rules]", Table::text);
    let source = table.must("source", "[rules]", Table::text);
    let from = table.must("from", "[rules]", Table::date);
    let until = table.date("until");
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        let what = "“until”早于“from”，条件一天也不生效";
        table.file.mistake(table.line_of("until"), MistakeKind::WrongValue, what);
    }
    let on = table.text("on");
    if let Some(on) = &on {
        asked.ask(on, table.line_of("on"), &[FactKind::Date]);
    }
    let years = table.tables("years").into_iter().next().and_then(|years| read_years(years, asked));
    table.finish("[rules]");
    Some(RuleSet {
        id: id?,
        name: name?,
        ledger: ledger?,
        source: source?,
        from: from?,
        until,
        on,
        years,
        facts: Vec::new(),
        conditions: Vec::new(),
        file: path.to_owned(),
    })
}

fn read_years(table: Table, asked: &mut Asked) -> Option<Years> {
    let year = table.must("year", "[rules.years]", Table::text);
    let founded = table.must("founded", "[rules.years]", Table::text);
    let most = table.must("most", "[rules.years]", Table::number);
    let most_read = most.and_then(|most| usize::try_from(most).ok()).filter(|most| (1..=10).contains(most));
    if most.is_some() && most_read.is_none() {
        table.file.mistake(table.line_of("most"), MistakeKind::WrongValue, "“most”应是1到10的整数");
    }
    if let Some(year) = &year {
        asked.ask(year, table.line_of("year"), &[FactKind::Year]);
    }
    if let Some(founded) = &founded {
        asked.ask(founded, table.line_of("founded"), &[FactKind::Date]);
    }
    table.finish("[rules.years]");
    Some(Years { year: year?, founded: founded?, most: most_read? })
}

fn read_fact(table: Table) -> Option<FactRule> {
    let id = table.must("id", "[[fact]]", Table::text);
    let name = table.must("name", "[[fact]]", Table::text);
    let kind_name = table.must("kind", "[[fact]]", Table::text);
    let kind = kind_name.as_ref().and_then(|name| FactKind::ALL.into_iter().find(|kind| kind.id() == name));
    if kind_name.is_some() && kind.is_none() {
        let known: Vec<&str> = FactKind::ALL.iter().map(|kind| kind.id()).collect();
        let what = format!("“kind”可写：{}", known.join("、"));
        table.file.mistake(table.line_of("kind"), MistakeKind::WrongValue, what);
    }
    let unit = match kind {
        Some(FactKind::Count) => table.must("unit", "[[fact]]", Table::text),
        Some(FactKind::Money) => Some("元".to_owned()),
        _ => Some(String::new()),
    };
    let field = table.text("field").or_else(|| id.clone());
    let line = table.line;
    table.finish("[[fact]]");
    Some(FactRule { id: id?, name: name?, kind: kind?, unit: unit?, field: field?, line })
}

fn read_conditions(root: &Table, asked: &mut Asked) -> Vec<Condition> {
    let mut conditions: Vec<Condition> = Vec::new();
    for table in root.tables("condition") {
        let line = table.line;
        let id = table.must("id", "[[condition]]", Table::text);
        let name = table.must("name", "[[condition]]", Table::text);
        let source = table.must("source", "[[condition]]", Table::text);
        let advice = table.text("advice");
        let test = read_test(&table, asked);
        if let Some(id) = id.as_ref().filter(|id| conditions.iter().any(|other| other.id == **id)) {
            table.file.mistake(line, MistakeKind::DuplicateId, format!("[[condition]]“{id}”前面已有"));
        }
        table.finish("[[condition]]");
        if let (Some(id), Some(name), Some(source), Some(test)) = (id, name, source, test) {
            conditions.push(Condition { id, name, source, advice, test, line });
        }
    }
    if !root.has("condition") {
        root.lacks("condition", "文件");
    }
    conditions
}
