//! Pages and API. This crate translates: it takes a request apart, asks one use-case of `kezhang-app`, and renders the
//! answer. It decides nothing about the business and checks no permission of its own.
//!
//! `routes` is the index of everything that can be asked for; `pages` has one file a feature.

mod assets;
mod failure;
mod layout;
mod pages;
mod place;
mod routes;
mod security;
mod site;
mod spark;

use std::net::SocketAddr;

use kezhang_app::kezhang::Kezhang;
use tokio::net::TcpListener;

pub use site::{NewBook, Site};

/// Serves a book, or the page that makes one, until the process is told to end. `ready` is told the address once it is
/// listening, and the code of the set-up page where there is no book yet.
///
/// # Errors
/// The address is taken or may not be listened on.
pub fn serve(
    book: Option<Kezhang>,
    new_book: NewBook,
    listen: SocketAddr,
    ready: impl FnOnce(SocketAddr, Option<&str>),
) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async move {
        let site = Site::new(book, new_book)?;
        let listener = TcpListener::bind(listen).await?;
        let told_to_end = told_to_end()?;
        ready(listener.local_addr()?, site.setup_code());
        let service = routes::routes(site).into_make_service();
        axum::serve(listener, service).with_graceful_shutdown(told_to_end).await
    })
}

/// Waits for Ctrl-C or the service manager's request. Listens for them from the moment it is called, so that whoever has read
/// that the book is open may end the program at once and it still closes the book.
#[cfg(unix)]
fn told_to_end() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Waits for Ctrl-C.
#[cfg(windows)]
fn told_to_end() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
    })
}
