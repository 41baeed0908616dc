//! Accounts: passwords by Argon2id, sessions by random tokens of which only the hash is kept. There is no default
//! password anywhere.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use kezhang_ledger::id::UserId;
use kezhang_ledger::journal::Hash;
use kezhang_store::SessionKey;

use crate::clock;
use crate::error::{AppError, Result};
use crate::kezhang::Kezhang;

/// A session lasts a working day.
const SESSION_SECONDS: i64 = 12 * 3600;

/// Shortest password. Length protects better than required signs.
const PASSWORD_CHARS_MIN: usize = 10;

/// Longest password; hashing more would only heat the processor.
const PASSWORD_CHARS_MAX: usize = 128;

/// Wrong tries allowed before a pause.
const TRIES_MAX: u32 = 5;

/// Length of the pause.
const PAUSE_SECONDS: i64 = 60;

/// Wrong tries by account.
#[derive(Default)]
pub(crate) struct Tries(Mutex<HashMap<UserId, (u32, i64)>>);

impl Tries {
    fn check(&self, user: &UserId, now: i64) -> Result<()> {
        let tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match tries.get(user) {
            Some((count, since)) if *count >= TRIES_MAX && now < since + PAUSE_SECONDS => {
                Err(AppError::TooManyTries(u64::try_from(since + PAUSE_SECONDS - now).unwrap_or(0)))
            }
            _ => Ok(()),
        }
    }

    fn wrong(&self, user: &UserId, now: i64) {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A flood of invented names must not fill the memory.
        if tries.len() > 10_000 {
            tries.clear();
        }
        let (count, since) = tries.entry(user.clone()).or_insert((0, now));
        if now >= *since + PAUSE_SECONDS {
            *count = 0;
        }
        *count += 1;
        *since = now;
    }

    fn right(&self, user: &UserId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(user);
    }
}

impl Kezhang {
    /// Signs a person in; gives the session's token, which is kept nowhere but with the person.
    ///
    /// # Errors
    /// Account and password do not fit (which of the two is not said), the person may no longer, or too many tries.
    pub fn sign_in(&self, user: &str, password: &str) -> Result<String> {
        let user = UserId::from(user.trim());
        let now = clock::seconds();
        self.tries.check(&user, now)?;
        let reader = self.store.reader()?;
        let secret = reader.secret(&user)?;
        let admitted = reader.users()?.iter().any(|known| known.user == user && (known.role.is_some() || known.manages));
        drop(reader);
        // An unknown account costs as much time as a known one.
        let fits = verify(password, secret.as_deref().unwrap_or(&self.nobody));
        if !fits || secret.is_none() || !admitted {
            self.tries.wrong(&user, now);
            return Err(AppError::WrongPassword);
        }
        self.tries.right(&user);
        let token = random_hex::<32>()?;
        self.store.end_session(SessionKey::ExpiredBefore(now))?;
        self.store.begin_session(&Hash::of(token.as_bytes()), &user, now + SESSION_SECONDS)?;
        Ok(token)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// The book cannot be written.
    pub fn sign_out(&self, token: &str) -> Result<()> {
        Ok(self.store.end_session(SessionKey::Token(&Hash::of(token.as_bytes())))?)
    }

    /// Sets a password and ends every session of the account.
    ///
    /// # Errors
    /// The password is too weak, or the book cannot be written.
    pub fn set_password(&self, user: &UserId, password: &str) -> Result<()> {
        check_password(user, password)?;
        self.store.set_secret(user, Some(&hash(password)?))?;
        Ok(self.store.end_session(SessionKey::User(user))?)
    }
}

/// Whether a name can be an account and the password is fit for it.
pub(crate) fn check_account(user: &UserId, password: &str) -> Result<()> {
    check_name(user)?;
    check_password(user, password)
}

/// Whether a name can be an account.
pub(crate) fn check_name(user: &UserId) -> Result<()> {
    let plain =
        !user.is_empty() && user.len() <= 40 && user.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'));
    if !plain || user.as_str() == crate::kezhang::OPERATOR {
        return Err(AppError::unusable("账号用字母、数字、点、横线，40位以内"));
    }
    Ok(())
}

fn check_password(user: &UserId, password: &str) -> Result<()> {
    let chars = password.chars().count();
    if chars < PASSWORD_CHARS_MIN {
        return Err(AppError::WeakPassword(format!("口令至少{PASSWORD_CHARS_MIN}位，这里是{chars}位")));
    }
    if chars > PASSWORD_CHARS_MAX {
        return Err(AppError::WeakPassword(format!("口令最多{PASSWORD_CHARS_MAX}位")));
    }
    let mut distinct: Vec<char> = password.chars().collect();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() < 5 || password.contains(user.as_str()) {
        return Err(AppError::WeakPassword("口令太容易猜：不要含账号，不要总是同几个字符".to_owned()));
    }
    Ok(())
}

/// The hash of a password, as the book keeps it.
pub(crate) fn hash(password: &str) -> Result<String> {
    let hashed = Argon2::default().hash_password(password.as_bytes());
    hashed.map(|hash| hash.to_string()).map_err(|error| AppError::unusable(format!("口令处理不了：{error}")))
}

fn verify(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// Random bytes of the operating system, in hex.
///
/// # Errors
/// The operating system has none.
pub fn random_hex<const N: usize>() -> Result<String> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| AppError::unusable(format!("系统随机数不可用：{error}")))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// A password a person can copy from a slip of paper: four groups of four letters and digits, none that look alike.
///
/// # Errors
/// The operating system has no random numbers.
pub fn random_password() -> Result<String> {
    const SIGNS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz234567892";
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| AppError::unusable(format!("系统随机数不可用：{error}")))?;
    let signs: Vec<char> = bytes.iter().map(|byte| char::from(SIGNS[usize::from(byte % 32)])).collect();
    Ok(signs.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-"))
}
