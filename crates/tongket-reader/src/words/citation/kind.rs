//! The types of documents and their abbreviations.

use std::sync::LazyLock;

use crate::words::fold;

/// Names of types with their abbreviations: Decree 30/2020, annex III, then those
/// of legal documents, of the Party and of joint documents.
pub const KINDS: &[(&str, &str)] = &[
    ("Nghị quyết", "NQ"),
    ("Quyết định", "QĐ"),
    ("Chỉ thị", "CT"),
    ("Quy chế", "QC"),
    ("Quy định", "QyĐ"),
    ("Thông cáo", "TC"),
    ("Thông báo", "TB"),
    ("Hướng dẫn", "HD"),
    ("Chương trình", "CTr"),
    ("Kế hoạch", "KH"),
    ("Phương án", "PA"),
    ("Đề án", "ĐA"),
    ("Dự án", "DA"),
    ("Báo cáo", "BC"),
    ("Biên bản", "BB"),
    ("Tờ trình", "TTr"),
    ("Hợp đồng", "HĐ"),
    ("Công điện", "CĐ"),
    ("Bản ghi nhớ", "BGN"),
    ("Bản thỏa thuận", "BTT"),
    ("Giấy ủy quyền", "GUQ"),
    ("Giấy mời", "GM"),
    ("Giấy giới thiệu", "GGT"),
    ("Giấy nghỉ phép", "GNP"),
    ("Phiếu gửi", "PG"),
    ("Phiếu chuyển", "PC"),
    ("Phiếu báo", "PB"),
    ("Công văn", "CV"),
    ("Hiến pháp", "HP"),
    ("Bộ luật", "Lt"),
    ("Luật", "Lt"),
    ("Pháp lệnh", "PL"),
    ("Lệnh", "L"),
    ("Nghị định", "NĐ"),
    ("Thông tư liên tịch", "TTLT"),
    ("Nghị quyết liên tịch", "NQLT"),
    ("Thông tư", "TT"),
    ("Kết luận", "KL"),
    ("Điều lệ", "ĐL"),
    ("Thông tri", "TTri"),
    ("Kế hoạch phối hợp", "KHPH"),
    ("Chương trình phối hợp", "CTPH"),
    ("Quy chế phối hợp", "QCPH"),
    ("Kế hoạch liên tịch", "KHLT"),
    ("Hướng dẫn liên ngành", "HDLN"),
    ("Mệnh lệnh", "ML"),
    ("Chỉ lệnh", "CL"),
    ("Đề cương", "ĐC"),
    ("Bản sao y", "SY"),
    ("Sao lục", "SL"),
    ("Trích sao", "TrS"),
];

/// Names under which a document without a type of its own is cited.
pub(super) const LETTERS: &[&str] = &["Công văn", "Văn bản", "Thư"];

/// The abbreviation of a type's name, in whatever case and spelling: "CHỈ THỊ" → "CT".
pub fn kind_abbreviation(type_name: &str) -> Option<&'static str> {
    static FOLDED: LazyLock<Vec<(String, &'static str)>> = LazyLock::new(|| {
        KINDS
            .iter()
            .map(|(name, kind)| (fold::key(name), *kind))
            .collect()
    });
    let wanted = fold::key(type_name);
    FOLDED
        .iter()
        .find(|(name, _)| *name == wanted)
        .map(|(_, kind)| *kind)
}
