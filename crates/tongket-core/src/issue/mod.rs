//! Documents that leave the house, as models that the paper crate renders.
//!
//! A [`Dossier`] is everything a composer looks at: the plan, the units and how
//! they stand, the report files, and what was put together from them. From it
//! come the [consolidated report](consolidated::compose) and the
//! [urging letter](urging::compose), each an [`IssuedDocument`]: text with its
//! part in the layout of an administrative document, and nothing about fonts or
//! files. Composing is pure: the same dossier gives the same document.

pub mod chart;
pub mod citation;
pub mod document;
pub mod dossier;
pub mod letterhead;
pub mod settings;
pub mod wording;

pub mod consolidated;
pub mod draft;
pub mod urging;

pub use chart::{Bar, Chart};
pub use document::{
    Align, Annex, Block, Column, Family, Inline, IssuedDocument, Letterhead, Opening, Row, RowKind,
    SignatureBlock, Signer, Table, Text,
};
pub use dossier::{Dossier, ReportFile, UnitStanding, UnitState};
pub use settings::IssueSettings;
