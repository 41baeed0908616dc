//! Words and grammar for names: people, firms, projects, patents, crops. All invented.

use std::collections::BTreeMap;

use kezhang_ledger::dice::Dice;

/// The word lists.
pub(super) struct Words(BTreeMap<&'static str, Vec<&'static str>>);

impl Words {
    pub(super) fn new() -> Self {
        let mut lists: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut heading = "";
        for line in include_str!("words.txt").lines().filter(|line| !line.starts_with('#')) {
            match line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                Some(name) => heading = name,
                None => lists.entry(heading).or_default().extend(line.split_whitespace()),
            }
        }
        Self(lists)
    }

    /// The words under a heading.
    pub(super) fn list(&self, heading: &str) -> &[&'static str] {
        self.0.get(heading).map_or(&[], Vec::as_slice)
    }

    /// One of the words under a heading.
    pub(super) fn pick(&self, dice: &mut Dice, heading: &str) -> &'static str {
        let list = self.list(heading);
        if list.is_empty() { "" } else { dice.pick::<&str>(list) }
    }

    /// A person's name.
    pub(super) fn person(&self, dice: &mut Dice) -> String {
        format!("{}{}", self.pick(dice, "surname"), self.pick(dice, "given"))
    }

    /// A firm of a domain; the caller keeps names apart.
    pub(super) fn company(&self, dice: &mut Dice, domain: &str) -> String {
        let place = *dice.pick(&["云州", "云州", "临溪", "东江", ""]);
        let brand = self.pick(dice, "brand");
        let trade = self.pick(dice, &format!("trade.{domain}"));
        let form = *dice.pick(&["有限公司", "有限公司", "有限公司", "有限公司", "股份有限公司"]);
        let place = if place == brand { "" } else { place };
        format!("{place}{brand}{trade}{form}")
    }

    /// What a domain makes.
    pub(super) fn thing(&self, dice: &mut Dice, domain: &str) -> &'static str {
        let list = format!("thing.{domain}");
        if self.list(&list).is_empty() { self.pick(dice, "thing.manufacturing") } else { self.pick(dice, &list) }
    }

    /// A word of a list that differs by domain, such as `method` or `quality`.
    pub(super) fn of(&self, dice: &mut Dice, list: &str, domain: &str) -> &'static str {
        let own = format!("{list}.{domain}");
        if self.list(&own).is_empty() { self.pick(dice, &format!("{list}.manufacturing")) } else { self.pick(dice, &own) }
    }

    /// A university or institute that works in a domain.
    pub(super) fn partner(&self, dice: &mut Dice, domain: &str) -> &'static str {
        let list = if matches!(domain, "agri" | "bio") { domain } else { "other" };
        self.pick(dice, &format!("partner.{list}"))
    }

    /// A research project of a domain.
    pub(super) fn project(&self, dice: &mut Dice, domain: &str) -> String {
        if domain == "agri" && dice.chance(75) {
            let (branch, crop) = self.crop(dice);
            let goal = if matches!(branch, "livestock" | "fish") { "goal.animal" } else { "goal.plant" };
            return format!("{crop}{}", self.pick(dice, goal));
        }
        let thing = self.thing(dice, domain);
        match dice.below(3) {
            0 => format!("基于{}的{thing}{}", self.of(dice, "method", domain), self.pick(dice, "goal")),
            1 => format!("{}{thing}{}", self.of(dice, "quality", domain), self.pick(dice, "goal")),
            _ => format!("{thing}{}", self.pick(dice, "goal")),
        }
    }

    /// A patent of a kind (`invention`, `utility`, `design`) in a domain.
    pub(super) fn patent(&self, dice: &mut Dice, kind: &str, domain: &str) -> String {
        match (kind, domain) {
            ("invention", "agri") => self.farming_invention(dice),
            ("invention", "material" | "bio") => self.process_invention(dice, domain),
            ("invention", _) => self.machine_invention(dice, domain),
            ("utility", _) => self.utility(dice, domain),
            _ if dice.chance(30) => format!("包装盒（{}）", self.plant(dice)),
            _ => format!("{}（{}）", self.thing(dice, domain), self.of(dice, "quality", domain)),
        }
    }

    fn farming_invention(&self, dice: &mut Dice) -> String {
        let plant = self.plant(dice);
        match dice.below(4) {
            0 => format!("一种{plant}的高效栽培方法"),
            1 => format!("一种{plant}的保鲜贮藏方法"),
            2 => format!("一种基于{}的{plant}分选方法", self.of(dice, "method", "agri")),
            _ => format!("一种{}及其使用方法", self.thing(dice, "agri")),
        }
    }

    fn process_invention(&self, dice: &mut Dice, domain: &str) -> String {
        let thing = self.thing(dice, domain);
        match dice.below(4) {
            0 => format!("一种{}{thing}及其制备方法", self.of(dice, "quality", domain)),
            1 => format!("一种基于{}的{thing}制备方法", self.of(dice, "method", domain)),
            2 => format!("一种{thing}用原料的预处理方法"),
            _ => format!("一种{thing}的质量检测方法"),
        }
    }

    fn machine_invention(&self, dice: &mut Dice, domain: &str) -> String {
        let thing = self.thing(dice, domain);
        match dice.below(4) {
            0 => format!("一种基于{}的{thing}控制方法及系统", self.of(dice, "method", domain)),
            1 => format!("一种{}{thing}及其制造方法", self.of(dice, "quality", domain)),
            2 => format!("一种{thing}的{}及其装配方法", self.part(dice, domain)),
            _ => format!("一种{thing}的在线检测方法"),
        }
    }

    fn utility(&self, dice: &mut Dice, domain: &str) -> String {
        let thing = self.thing(dice, domain);
        let part = self.part(dice, domain);
        if matches!(domain, "material" | "bio" | "agri") {
            return format!("一种{thing}生产用{part}");
        }
        match dice.below(4) {
            0 => format!("一种{}{thing}", self.of(dice, "quality", domain)),
            1 => format!("一种{thing}用{part}"),
            2 => format!("一种{thing}的{part}"),
            _ => format!("一种带{part}的{thing}"),
        }
    }

    fn part(&self, dice: &mut Dice, domain: &str) -> &'static str {
        let list = match domain {
            "material" | "bio" | "agri" => "part.process",
            "ict" => "part.ict",
            _ => "part.machine",
        };
        self.pick(dice, list)
    }

    /// A crop or an animal: code of its branch and name.
    pub(super) fn crop(&self, dice: &mut Dice) -> (&'static str, &'static str) {
        let branch =
            *dice.pick(&["vegetable", "fruit", "fruit", "tea", "herb", "mushroom", "grain", "livestock", "fish", "flower"]);
        (branch, self.pick(dice, &format!("crop.{branch}")))
    }

    /// A plant that is grown.
    pub(super) fn plant(&self, dice: &mut Dice) -> &'static str {
        let list = *dice.pick(&["crop.vegetable", "crop.fruit", "crop.tea", "crop.herb", "crop.mushroom", "crop.grain"]);
        self.pick(dice, list)
    }

    /// A customer outside the district.
    pub(super) fn buyer(&self, dice: &mut Dice) -> String {
        format!("{}{}", self.pick(dice, "buyer"), self.pick(dice, "buyer_trade"))
    }
}
