//! Which fonts may play which role, best first. The standard's own fonts are licensed and never shipped: they are
//! used where the machine has them, otherwise an open font of the same style stands in and says so.

/// What a font is used for in an official document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// 标题 and 发文机关标志: 小标宋.
    Title,
    /// 正文: 仿宋.
    Body,
    /// Second-level headings, names of signers: 楷体.
    Kai,
    /// First-level headings, table heads: 黑体.
    Hei,
    /// Page numbers: 宋体.
    Song,
}

/// How well a font plays a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// The font the standard, or everyone's practice of it, names.
    Named,
    /// Another cut of the same style.
    SameStyle,
    /// Another style: readable, but not the official look.
    OtherStyle,
}

/// Fonts of one fit, by any of their lower-case names.
pub(crate) struct Choice {
    pub(crate) fit: Fit,
    pub(crate) names: &'static [&'static str],
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 5] = [Role::Title, Role::Body, Role::Kai, Role::Hei, Role::Song];

    /// What is set in it, in Chinese.
    pub fn used_for(self) -> &'static str {
        match self {
            Role::Title => "标题和发文机关标志",
            Role::Body => "正文",
            Role::Kai => "二级标题",
            Role::Hei => "一级标题和表头",
            Role::Song => "页码",
        }
    }

    /// The font the standard asks for, in Chinese.
    pub fn wanted(self) -> &'static str {
        match self {
            Role::Title => "方正小标宋简体",
            Role::Body => "仿宋_GB2312",
            Role::Kai => "楷体_GB2312",
            Role::Hei => "黑体",
            Role::Song => "宋体",
        }
    }

    pub(crate) fn chain(self) -> &'static [Choice] {
        match self {
            Role::Title => TITLE,
            Role::Body => BODY,
            Role::Kai => KAI,
            Role::Hei => HEI,
            Role::Song => SONG,
        }
    }
}

const TITLE: &[Choice] = &[
    Choice {
        fit: Fit::Named,
        names: &[
            "fzxiaobiaosong-b05s",
            "方正小标宋简体",
            "fzxbsjw--gb1-0",
            "fzxiaobiaosong-b05",
            "方正小标宋_gbk",
            "fzxbsk--gbk1-0",
        ],
    },
    Choice {
        fit: Fit::SameStyle,
        names: &[
            "fandolsong-bold",
            "stzhongsong",
            "华文中宋",
            "notoserifcjksc-bold",
            "notoserifsc-bold",
            "sourcehanserifsc-bold",
            "sourcehanserifcn-bold",
        ],
    },
];

const BODY: &[Choice] = &[
    Choice { fit: Fit::Named, names: &["fangsong_gb2312", "仿宋_gb2312", "fangsong", "仿宋", "simfang"] },
    Choice {
        fit: Fit::SameStyle,
        names: &[
            "fzfangsong-z02s",
            "方正仿宋简体",
            "fzfangsong-z02",
            "方正仿宋_gbk",
            "stfangsong",
            "华文仿宋",
            "fandolfang-regular",
            "zhuquefangsong-regular",
        ],
    },
    Choice { fit: Fit::OtherStyle, names: &["lxgwwenkai-regular", "lxgwwenkaigb-regular"] },
];

const KAI: &[Choice] = &[
    Choice { fit: Fit::Named, names: &["kaiti_gb2312", "楷体_gb2312", "kaiti", "楷体", "simkai"] },
    Choice {
        fit: Fit::SameStyle,
        names: &[
            "fzkai-z03s",
            "方正楷体简体",
            "fzkai-z03",
            "方正楷体_gbk",
            "stkaiti",
            "华文楷体",
            "fandolkai-regular",
            "lxgwwenkai-regular",
            "lxgwwenkaigb-regular",
        ],
    },
];

const HEI: &[Choice] = &[
    Choice { fit: Fit::Named, names: &["simhei", "黑体"] },
    Choice {
        fit: Fit::SameStyle,
        names: &[
            "fzhei-b01s",
            "方正黑体简体",
            "fzhei-b01",
            "方正黑体_gbk",
            "stheiti",
            "华文黑体",
            "fandolhei-regular",
            "notosanscjksc-regular",
            "notosanssc-regular",
            "sourcehansanssc-regular",
            "sourcehansanscn-regular",
            "microsoftyahei",
        ],
    },
];

const SONG: &[Choice] = &[
    Choice { fit: Fit::Named, names: &["simsun", "宋体"] },
    Choice {
        fit: Fit::SameStyle,
        names: &[
            "nsimsun",
            "stsong",
            "华文宋体",
            "fandolsong-regular",
            "notoserifcjksc-regular",
            "notoserifsc-regular",
            "sourcehanserifsc-regular",
            "sourcehanserifcn-regular",
        ],
    },
];

/// Fonts with large repertoires: single characters that a role's font lacks are taken from these, in this order.
pub(crate) const RARE_CHARACTERS: &[&str] = &[
    "lxgwwenkai-regular",
    "lxgwwenkaigb-regular",
    "notoserifcjksc-regular",
    "notosanscjksc-regular",
    "sourcehanserifsc-regular",
    "sourcehansanssc-regular",
    "simsun",
    "simsun-extb",
    "microsoftyahei",
];
