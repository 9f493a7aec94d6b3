//! Signs from the symbol fonts, which have no letters of their own in Unicode.

/// What a sign shows in a font; signs outside the private area are themselves.
pub(super) fn shown(sign: char, font: Option<&str>) -> char {
    let private = ('\u{f000}'..='\u{f0ff}').contains(&sign);
    let font = font.unwrap_or_default().to_ascii_lowercase();
    let pictorial = font.contains("symbol") || font.contains("dings");
    let drawn = private || pictorial && (sign.is_ascii_graphic() || sign == '·');
    if !drawn {
        return sign;
    }
    let code = (sign as u32 & 0xff) as u8;
    if font.contains("wingdings") {
        wingdings(code)
    } else {
        symbol(code)
    }
}

fn symbol(code: u8) -> char {
    match code {
        b'-' | b'+' | b'*' | b'.' | b'(' | b')' | b'/' | b'=' | b'<' | b'>' | b'%' => {
            char::from(code)
        }
        b'0'..=b'9' => char::from(code),
        0xA3 => '≤',
        0xB0 => '°',
        0xB1 => '±',
        0xB3 => '≥',
        0xB4 => '×',
        0xB8 => '÷',
        0xB9 => '≠',
        0xAE | 0xDE => '→',
        0xBB => '≈',
        _ => '•',
    }
}

fn wingdings(code: u8) -> char {
    match code {
        0x6F | 0x71 | 0x72 | 0xA8 => '☐',
        0xFE | 0x52 => '☑',
        0xFD | 0x54 => '☒',
        0xFC => '✓',
        0xFB => '✗',
        0xE0 | 0xE8 | 0xF0 => '→',
        _ => '•',
    }
}
