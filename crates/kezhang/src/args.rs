//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args as Group, Parser, Subcommand, ValueEnum};

/// 科账：科技局的账簿。
#[derive(Debug, Parser)]
#[command(name = "kezhang", version, about = "科账：科技局的账簿。每件事记一次，每个数打得开，每份稿子核得过。", long_about = None)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// 打开账簿，用浏览器办公
    Serve(Serve),
    /// 建一本新账（不用浏览器）
    New(New),
    /// 建一本演示账：一个虚构的区科技局和它三年的工作
    Demo(Demo),
    /// 读报告，列出其中的数字陈述
    Read(Read),
    /// 修复文字损坏，输出修复后的文字
    Repair(Repair),
    /// 核对报告：文中的疑点，以及与账簿是否相符
    Check(Check),
    /// 把以往报告里的数字采用为上报数（期初）
    Accept(Accept),
    /// 把表格导入台账
    Import(Import),
    /// 列出各项指标的数
    Figures(Figures),
    /// 起草文稿：summary 总结，plan 计划
    Report(Report),
    /// 结账
    Close(Close),
    /// 核验账簿：日记账的链、分录、余额、台账逐行相符
    Verify(Book),
    /// 按日记账重建台账、余额和检索
    Rebuild(Book),
    /// 备份账簿到一个文件
    Backup(Backup),
    /// 从备份恢复账簿
    Restore(Restore),
    /// 业务包
    Packs(Packs),
}

/// Which book.
#[derive(Debug, Group)]
pub struct Book {
    /// 账簿文件夹（不写就用当前用户数据文件夹里的kezhang）
    #[arg(long = "book", value_name = "文件夹", default_value_os_t = default_book())]
    pub book: PathBuf,
}

/// The user's own folder for data.
fn default_book() -> PathBuf {
    let home = |name: &str| std::env::var_os(name).filter(|path| !path.is_empty()).map(PathBuf::from);
    let data = home("XDG_DATA_HOME")
        .or_else(|| home("APPDATA"))
        .or_else(|| home("HOME").map(|home| home.join(".local").join("share")))
        .unwrap_or_else(|| PathBuf::from("."));
    data.join("kezhang")
}

/// `serve`
#[derive(Debug, Group)]
pub struct Serve {
    #[command(flatten)]
    pub book: Book,
    /// 监听地址（不写就是127.0.0.1:7707，只供本机）
    #[arg(long, value_name = "地址", default_value = "127.0.0.1:7707")]
    pub listen: SocketAddr,
    /// 业务包文件夹（默认用程序自带的）
    #[arg(long, value_name = "文件夹")]
    pub packs: Option<PathBuf>,
    /// 字体文件夹（方正小标宋、仿宋_GB2312等）
    #[arg(long, value_name = "文件夹", env = "KEZHANG_FONTS")]
    pub fonts: Option<PathBuf>,
}

/// `new`
#[derive(Debug, Group)]
pub struct New {
    #[command(flatten)]
    pub book: Book,
    /// 单位全称
    #[arg(long, value_name = "名称")]
    pub name: String,
    /// 文稿里的简称（不写就是“我局”）
    #[arg(long, value_name = "名称", default_value = "我局")]
    pub short_name: String,
    /// 文稿里的辖区称呼，如全市、全县（不写就是“全区”）
    #[arg(long, value_name = "称呼", default_value = "全区")]
    pub area: String,
    /// 总结的主送单位
    #[arg(long, value_name = "单位", default_value = "")]
    pub addressee: String,
    /// 行政区划代码
    #[arg(long, value_name = "6位")]
    pub region: String,
    /// 管理员账号（不写就是admin）
    #[arg(long, value_name = "账号", default_value = "admin")]
    pub user: String,
    /// 管理员姓名（不写就是“管理员”）
    #[arg(long, value_name = "姓名", default_value = "管理员")]
    pub person: String,
    /// 业务包文件夹（默认用程序自带的）
    #[arg(long, value_name = "文件夹")]
    pub packs: Option<PathBuf>,
}

/// `demo`
#[derive(Debug, Group)]
pub struct Demo {
    #[command(flatten)]
    pub book: Book,
    /// 种子：同一个种子，同一本账（不写就是2025）
    #[arg(long, default_value_t = 2025)]
    pub seed: u64,
}

/// `read`
#[derive(Debug, Group)]
pub struct Read {
    /// 文件或文件夹；写 - 就读标准输入
    #[arg(required = true, value_name = "文件")]
    pub files: Vec<PathBuf>,
    /// 每个数字陈述一行JSON
    #[arg(long)]
    pub json: bool,
}

/// `repair`
#[derive(Debug, Group)]
pub struct Repair {
    /// 文件或文件夹；写 - 就读标准输入
    #[arg(required = true, value_name = "文件")]
    pub files: Vec<PathBuf>,
    /// 输出每处修复和存疑
    #[arg(long)]
    pub json: bool,
}

/// `check`
#[derive(Debug, Group)]
pub struct Check {
    /// 文件或文件夹；写 - 就读标准输入
    #[arg(required = true, value_name = "文件")]
    pub files: Vec<PathBuf>,
    /// 对照的账簿；不给就只查文中的疑点
    #[arg(long, value_name = "文件夹")]
    pub book: Option<PathBuf>,
    /// 对照的年份
    #[arg(long, value_name = "年")]
    pub year: Option<i16>,
    /// 输出JSON
    #[arg(long)]
    pub json: bool,
    /// 只输出一页概要
    #[arg(long, conflicts_with = "json")]
    pub summary: bool,
    /// 把发现写成批注，另存为这个Word文档；核对多份文稿时写文件夹
    #[arg(long, value_name = "文件")]
    pub docx: Option<PathBuf>,
}

/// `accept`
#[derive(Debug, Group)]
pub struct Accept {
    /// 报告文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    #[command(flatten)]
    pub book: Book,
    /// 报告说的是哪一年
    #[arg(long, value_name = "年")]
    pub year: i16,
    /// 存疑的数字也采用
    #[arg(long)]
    pub suspect: bool,
    /// 只看会采用哪些，不写入
    #[arg(long)]
    pub dry_run: bool,
}

/// `import`
#[derive(Debug, Group)]
pub struct Import {
    /// 表格文件（xlsx、xls、csv）
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    #[command(flatten)]
    pub book: Book,
    /// 台账
    #[arg(long, value_name = "台账")]
    pub ledger: String,
    /// 只核对，不写入
    #[arg(long)]
    pub dry_run: bool,
    /// 有错的行留下，只写无误的行
    #[arg(long)]
    pub good: bool,
    /// 输出JSON
    #[arg(long)]
    pub json: bool,
}

/// `figures`
#[derive(Debug, Group)]
pub struct Figures {
    #[command(flatten)]
    pub book: Book,
    /// 年份
    #[arg(long, value_name = "年")]
    pub year: i16,
    /// 按日记账的这一行取数
    #[arg(long, value_name = "行")]
    pub as_of: Option<u64>,
    /// 输出JSON
    #[arg(long)]
    pub json: bool,
}

/// Which document.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Outline {
    /// 年度工作总结和下年度工作计划
    Summary,
    /// 年度工作计划
    Plan,
}

/// Which format.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Format {
    /// Word
    Docx,
    /// PDF
    Pdf,
    /// 网页
    Html,
}

/// `report`
#[derive(Debug, Group)]
pub struct Report {
    /// summary 年度工作总结和下年度计划，plan 年度工作计划
    #[arg(value_name = "文稿", hide_possible_values = true)]
    pub outline: Outline,
    #[command(flatten)]
    pub book: Book,
    /// 总结的那一年
    #[arg(long, value_name = "年")]
    pub year: i16,
    /// docx、pdf或html（不写就是docx）
    #[arg(long, value_name = "格式", default_value = "docx", hide_possible_values = true)]
    pub format: Format,
    /// 输出文件
    #[arg(long, value_name = "文件")]
    pub out: Option<PathBuf>,
    /// 字体文件夹
    #[arg(long, value_name = "文件夹", env = "KEZHANG_FONTS")]
    pub fonts: Option<PathBuf>,
}

/// `close`
#[derive(Debug, Group)]
pub struct Close {
    /// 期间，如2024、2025-06
    #[arg(value_name = "期间")]
    pub period: String,
    #[command(flatten)]
    pub book: Book,
}

/// `backup`
#[derive(Debug, Group)]
pub struct Backup {
    /// 备份文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    #[command(flatten)]
    pub book: Book,
}

/// `restore`
#[derive(Debug, Group)]
pub struct Restore {
    /// 备份文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    #[command(flatten)]
    pub book: Book,
}

/// `packs`
#[derive(Debug, Group)]
pub struct Packs {
    /// What to do with the packs.
    #[command(subcommand)]
    pub verb: PacksVerb,
}

/// What to do with packs.
#[derive(Debug, Subcommand)]
pub enum PacksVerb {
    /// 检查业务包，列出每一处错误
    Check {
        /// 业务包文件夹（默认检查程序自带的）
        #[arg(value_name = "文件夹")]
        folder: Option<PathBuf>,
    },
    /// 让账簿采用新的业务包
    Adopt {
        /// 业务包文件夹（默认用程序自带的）
        #[arg(value_name = "文件夹")]
        folder: Option<PathBuf>,
        #[command(flatten)]
        book: Book,
    },
}
