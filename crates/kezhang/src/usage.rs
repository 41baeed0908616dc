//! The command line in the language of those who type it: help in Chinese, and what is wrong with a line that cannot be read.

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory, FromArgMatches};

use crate::args::Args;

/// Reads the command line.
pub fn parse() -> Result<Args, clap::Error> {
    let matches = in_chinese(Args::command(), "").try_get_matches()?;
    Args::from_arg_matches(&matches)
}

/// `path`: the words that stand before the command's own name.
fn in_chinese(command: Command, path: &str) -> Command {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help("看用法");
    let mut command = command
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .arg(help)
        .subcommand_value_name("命令")
        // What can be written and what holds when nothing is, the help texts say themselves.
        .mut_args(|arg| match arg.get_action().takes_values() {
            true => arg.hide_default_value(true).hide_env(true),
            false => arg,
        });
    if command.get_version().is_some() {
        let version = Arg::new("version").short('V').long("version").action(ArgAction::Version).help("看版本");
        command = command.disable_version_flag(true).arg(version);
    }
    let usage = command.render_usage().to_string();
    let usage = format!("{path}{}", usage.trim_start_matches("Usage: ").replace("[OPTIONS]", "[选项]"));
    let path = format!("{path}{} ", command.get_name());
    let middle = match (command.has_subcommands(), command.get_positionals().next().is_some()) {
        (true, _) => "命令：\n{subcommands}\n\n",
        (false, true) => "参数：\n{positionals}\n\n",
        (false, false) => "",
    };
    let template = format!("{{about}}\n\n用法：{{usage}}\n\n{middle}选项：\n{{options}}\n");
    command.override_usage(usage).help_template(template).mut_subcommands(|verb| in_chinese(verb, &path))
}

/// Prints help, version, or what is wrong with the command line and where to read on.
pub fn explain(error: &clap::Error) -> ExitCode {
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    ) {
        let asked = error.exit_code() == 0;
        let _ = error.print();
        return if asked { ExitCode::SUCCESS } else { ExitCode::from(2) };
    }
    let named = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        Some(ContextValue::StyledStrs(texts)) => texts.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"),
        _ => String::new(),
    };
    let argument = named(ContextKind::InvalidArg);
    let wrong = match error.kind() {
        ErrorKind::InvalidSubcommand => format!("没有“{}”这个命令", named(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingSubcommand => "要写明做什么".to_owned(),
        ErrorKind::MissingRequiredArgument => format!("缺少 {argument}"),
        ErrorKind::UnknownArgument => format!("不认识“{argument}”"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let (value, known) = (named(ContextKind::InvalidValue), named(ContextKind::ValidValue));
            match (value.is_empty(), known.is_empty()) {
                (true, _) => format!("{argument} 后面要写内容"),
                (false, true) => format!("{argument} 不能是“{value}”"),
                (false, false) => format!("{argument} 不能是“{value}”，可以是：{known}"),
            }
        }
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => format!("{argument} 的个数不对"),
        ErrorKind::ArgumentConflict => format!("{argument} 写了不止一次，或与别的选项冲突"),
        _ => "命令写得不对".to_owned(),
    };
    let verb =
        std::env::args().nth(1).filter(|word| !word.starts_with('-')).filter(|_| error.kind() != ErrorKind::InvalidSubcommand);
    let more = verb.map_or_else(|| "kezhang --help".to_owned(), |verb| format!("kezhang {verb} --help"));
    eprintln!("{wrong}。用法请看 {more}");
    ExitCode::from(2)
}
