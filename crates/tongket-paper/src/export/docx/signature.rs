//! The end of the body: "Nơi nhận" on the left, who signs on the right.

use tongket_core::issue::{Family, SignatureBlock, Signer};

use super::paragraph::{self, Paragraph};
use super::section;
use super::table;
use super::xml::Xml;

/// Writes the block; bodies that issue together sign side by side above "Nơi nhận".
pub(super) fn write(block: &SignatureBlock, family: Family, xml: &mut Xml) {
    let whole = section::text_width(false);
    let left = whole * 48 / 100;
    Paragraph::styled("Gap").keep_next(true).write(xml, |_| ());
    match block.signers.as_slice() {
        [first, second, ..] => {
            let half = whole / 2;
            table::frame([half, whole - half], 1, xml, |xml, _, column| {
                signer([first, second][column], family, xml);
            });
            recipients(&block.recipients, family, xml);
        }
        one => table::frame(
            [left, whole - left],
            1,
            xml,
            |xml, _, column| match column {
                0 => recipients(&block.recipients, family, xml),
                _ => match one.first() {
                    Some(one) => signer(one, family, xml),
                    None => Paragraph::styled("SignerName").write(xml, |_| ()),
                },
            },
        ),
    }
}

fn recipients(recipients: &[String], family: Family, xml: &mut Xml) {
    let head = match family {
        Family::State => "RecipientsHead",
        Family::Party => "RecipientsHeadParty",
    };
    let title = if recipients.is_empty() {
        ""
    } else {
        "Nơi nhận:"
    };
    Paragraph::styled(head).write(xml, |xml| paragraph::run(xml, title));
    for (index, recipient) in recipients.iter().enumerate() {
        let last = index + 1 == recipients.len();
        let end = if last { "." } else { ";" };
        let recipient = recipient.trim_end_matches(['.', ';', ',']);
        let line = format!("- {recipient}{end}");
        Paragraph::styled("Recipient").write(xml, |xml| paragraph::run(xml, &line));
    }
}

/// Authority and position; room for signature and seal; the name.
fn signer(signer: &Signer, family: Family, xml: &mut Xml) {
    let position = signer.lines.len().saturating_sub(1);
    for (index, line) in signer.lines.iter().enumerate() {
        let style = match family {
            Family::Party if index == position && index > 0 => "SignerPosition",
            _ => "SignerLine",
        };
        let paragraph = Paragraph::styled(style).keep_next(true);
        paragraph.write(xml, |xml| paragraph::run(xml, line));
    }
    Paragraph::styled("SignerName").write(xml, |xml| paragraph::run(xml, &signer.name));
}
