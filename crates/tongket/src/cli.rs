//! The words of the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Tổng kết: từ kế hoạch và các báo cáo đến một văn bản.
///
/// Reads a review plan and the reports that answer it, and writes one document
/// in which every figure and sentence leads back to its source.
#[derive(Debug, Parser)]
#[command(name = "tongket", version, propagate_version = true)]
pub(crate) struct Cli {
    /// Ngôn ngữ của lời nhắn · language of messages
    #[arg(long, global = true, value_enum, default_value = "vi")]
    pub(crate) lang: Lang,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Languages of messages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    /// Tiếng Việt
    #[default]
    Vi,
    /// English
    En,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Xem một kế hoạch: nội dung, những gì được giao, lỗi · look into a plan
    #[command(subcommand)]
    Plan(Plan),
    /// Tổng hợp một thư mục báo cáo theo kế hoạch · consolidate a folder of reports
    Run(Run),
    /// Chạy trọn việc trên ví dụ kèm theo · run the main job on the bundled example
    Demo(Demo),
    /// Chạy máy chủ của đợt tổng kết · run the campaign server
    Serve(Serve),
    /// Nhật ký của máy chủ · the server's audit
    #[command(subcommand)]
    Audit(Audit),
    /// Giải thích một mã (KH012, BC021) · explain a code
    Explain {
        /// Mã cần giải thích; bỏ trống để xem tất cả · the code; none lists all
        code: Option<String>,
    },
    /// In bộ gợi ý lệnh cho trình vỏ · print shell completions
    Completions {
        /// Tên trình vỏ · the shell
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Plan {
    /// In văn bản đã nhập (NFC), mọi vị trí đều tính trên văn bản này · print the imported text
    Text {
        /// Tệp .docx, .doc, .pdf, .txt, .md
        file: PathBuf,
    },
    /// Đọc kế hoạch: đơn vị, nhiệm vụ, thời hạn, đề cương · read the plan
    Read {
        /// Tệp kế hoạch · the plan
        file: PathBuf,
        /// Cách in · how to print
        #[arg(long, value_enum, default_value = "text")]
        format: ReadFormat,
    },
    /// Soát lỗi trước khi ký · check plans before they are signed
    Check {
        /// Một hoặc nhiều tệp · one or more files
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Cách in · how to print
        #[arg(long, value_enum, default_value = "text")]
        format: CheckFormat,
    },
}

/// How `plan read` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReadFormat {
    /// Bản tóm tắt để đọc · a summary to read
    Text,
    /// JSON theo tongket/plan/1
    Json,
}

/// How `plan check` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// Có trích dẫn chỗ lỗi · with the lines in question
    Text,
    /// JSON
    Json,
    /// SARIF 2.1.0
    Sarif,
}

/// What `run` needs.
#[derive(Debug, Args)]
pub(crate) struct Run {
    /// Tệp kế hoạch · the plan
    pub(crate) plan: PathBuf,
    /// Thư mục báo cáo · the folder of reports
    pub(crate) reports: PathBuf,
    /// Danh sách đơn vị, .csv hoặc .xlsx · the unit list
    #[arg(long)]
    pub(crate) units: Option<PathBuf>,
    /// Thư mục kết quả · where results go
    #[arg(long)]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) options: RunOptions,
}

/// What `demo` needs.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Thư mục kết quả · where results go
    #[arg(long, default_value = "tongket-demo")]
    pub(crate) out: PathBuf,
    /// Chỉ tổng hợp, không chạy máy chủ ví dụ · consolidate only, start no server
    #[arg(long)]
    pub(crate) no_serve: bool,
    /// Cả tỉnh chừng này đơn vị, thêm xã hư cấu, chỉ chạy máy chủ · so many units, on the server alone
    #[arg(long, conflicts_with = "no_serve", value_parser = units)]
    pub(crate) units: Option<usize>,
    /// Địa chỉ và cổng của máy chủ ví dụ · address and port of the example's server
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub(crate) listen: std::net::SocketAddr,
    #[command(flatten)]
    pub(crate) options: RunOptions,
}

/// As many units as the example can have.
fn units(typed: &str) -> Result<usize, String> {
    let units = typed
        .parse()
        .ok()
        .filter(|units| (16..=500).contains(units));
    units.ok_or_else(|| "từ 16 đến 500 · from 16 to 500".to_owned())
}

/// Choices that `run` and `demo` share.
#[derive(Debug, Args)]
pub(crate) struct RunOptions {
    /// Bản sạch: không ghi chú nguồn, không phụ lục nguồn · leave out marks and the provenance annex
    #[arg(long)]
    pub(crate) clean: bool,
    /// Không làm bản PDF; đỡ chờ khi báo cáo dài hàng trăm trang · leave out the PDF
    #[arg(long)]
    pub(crate) no_pdf: bool,
    /// Ngày tổng hợp, dạng 2026-05-04; mặc định hôm nay · the day of consolidation
    #[arg(long)]
    pub(crate) as_of: Option<jiff::civil::Date>,
    /// Cơ quan ban hành báo cáo tổng hợp; mặc định cơ quan ban hành kế hoạch · issuer of the report
    #[arg(long)]
    pub(crate) issuer: Option<String>,
    /// Không in gì ngoài lỗi · print nothing but errors
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// What `serve` needs.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Thư mục dữ liệu · the data directory
    #[arg(long, default_value = "tongket-data")]
    pub(crate) data: PathBuf,
    /// PostgreSQL thay cho SQLite trong thư mục dữ liệu: postgres://… · PostgreSQL in place of SQLite
    #[arg(long)]
    pub(crate) database: Option<String>,
    /// Địa chỉ và cổng · address and port
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub(crate) listen: std::net::SocketAddr,
    /// Trang được mở qua HTTPS (sau máy chủ trung gian): cookie không bao giờ đi đường khác · behind HTTPS
    #[arg(long)]
    pub(crate) https: bool,
    /// Số yêu cầu mỗi giây nhận từ một địa chỉ mạng; tăng lên khi nhiều người dùng chung một địa chỉ · requests taken from one address in a second
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) requests_per_second: u32,
    /// Thư mục thư (Maildir) mà máy chủ thư chuyển thư báo trả về vào · a maildir to which letters of returned mail are delivered
    #[arg(long)]
    pub(crate) returned_mail: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Kiểm tra nhật ký còn nguyên vẹn: 0 còn, 1 không, 2 không đọc được · check that the audit is whole
    Verify(AuditVerify),
}

/// What `audit verify` needs.
#[derive(Debug, Args)]
pub(crate) struct AuditVerify {
    /// Thư mục dữ liệu · the data directory
    #[arg(long, default_value = "tongket-data")]
    pub(crate) data: PathBuf,
    /// PostgreSQL thay cho SQLite trong thư mục dữ liệu: postgres://… · PostgreSQL in place of SQLite
    #[arg(long, conflicts_with = "data")]
    pub(crate) database: Option<String>,
    /// Điểm cuối đã ghi lại trước đây, dạng SỐ:MÃ · an end noted earlier, as COUNT:HASH
    #[arg(long)]
    pub(crate) noted: Option<String>,
}
