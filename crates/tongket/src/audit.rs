//! `tongket audit verify`: whether the audit is whole, from its first event to its last.
//!
//! The chain is read from the database as it is, while the server runs or not.
//! Exit code 0: it holds; 1: it is broken, with the first place; 2: it could not be read.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use tongket_core::event::{Broken, Head};
use tongket_core::fingerprint::Fingerprint;
use tongket_store::{Store, audit};

use crate::cli::{self, Lang};
use crate::out;

/// Runs a command on the audit.
pub(crate) fn run(command: &cli::Audit, lang: Lang) -> Result<ExitCode> {
    let cli::Audit::Verify(command) = command;
    let noted = command.noted.as_deref().map(noted).transpose()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let held = runtime.block_on(async {
        let store = open(command).await?;
        let mut conn = store.read().await?;
        let held = audit::check_through(&mut conn, noted).await;
        drop(conn);
        store.close().await;
        held.context("không đọc được nhật ký trong cơ sở dữ liệu này")
    })?;
    Ok(match held {
        Ok(head) => {
            out::print(&whole(head, lang))?;
            ExitCode::SUCCESS
        }
        Err(broken) => {
            out::print(&sentence(broken, lang))?;
            ExitCode::from(1)
        }
    })
}

async fn open(command: &cli::AuditVerify) -> Result<Store> {
    if let Some(address) = &command.database {
        return Store::connect_as_is(address)
            .await
            .context("không nối được PostgreSQL; hãy kiểm tra địa chỉ trong --database");
    }
    let file = command.data.join("tongket.db");
    if !Path::new(&file).is_file() {
        bail!(
            "{}: không có cơ sở dữ liệu ở đây; hãy chỉ thư mục dữ liệu bằng --data",
            file.display()
        );
    }
    Store::open_as_is(&file)
        .await
        .with_context(|| format!("không mở được {}", file.display()))
}

/// "1204:9f86…": how many events, and the fingerprint of the last.
fn noted(text: &str) -> Result<Head> {
    let parts = text.split_once(':');
    let head = parts.and_then(|(count, hash)| {
        let hash: Fingerprint = hash.trim().parse().ok()?;
        Some(Head {
            count: count.trim().parse().ok()?,
            hash,
        })
    });
    head.with_context(|| {
        format!("“{text}”: điểm cuối đã ghi phải có dạng SỐ:MÃ, như trang Nhật ký cho xem")
    })
}

fn whole(head: Head, lang: Lang) -> String {
    let Head { count, hash } = head;
    match lang {
        Lang::Vi => format!("Nhật ký nguyên vẹn: {count} sự kiện, điểm cuối {count}:{hash}\n"),
        Lang::En => format!("The audit is whole: {count} events, its end is {count}:{hash}\n"),
    }
}

fn sentence(broken: Broken, lang: Lang) -> String {
    let (vi, en) = broken.fault.label();
    match lang {
        Lang::Vi => format!(
            "Nhật ký không nguyên vẹn từ sự kiện số {}: {vi}.\n",
            broken.seq
        ),
        Lang::En => format!(
            "The audit does not hold from event {} on: {en}.\n",
            broken.seq
        ),
    }
}
