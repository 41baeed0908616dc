//! Pages and API; the only crate that knows HTTP and HTML.
