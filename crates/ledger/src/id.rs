//! Names of things as types, so that a field id is never handed over where a ledger id is meant.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the text as it stands; definitions check the form of their own ids.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Deref for $name {
            type Target = str;
            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", self.0)
            }
        }
    };
}

id!(
    /// A bureau (单位): the key of every table and of every chain.
    BureauId
);
id!(
    /// A pack (业务包): a work area.
    PackId
);
id!(
    /// A ledger (台账): one kind of fact.
    LedgerId
);
id!(
    /// A field (字段) of a ledger.
    FieldId
);
id!(
    /// A state (状态) an entry can be in.
    StateId
);
id!(
    /// A transition (流转) between states.
    TransitionId
);
id!(
    /// A measure (计量): an additive quantity that entries post to.
    MeasureId
);
id!(
    /// An indicator (指标): a formula over measures.
    IndicatorId
);
id!(
    /// An entry (记录): one fact, in all its revisions.
    EntryId
);
id!(
    /// A section (科室) of the bureau.
    SectionId
);
id!(
    /// A person who works with the book.
    UserId
);
id!(
    /// A code list, such as the kinds of patent.
    CodesId
);
