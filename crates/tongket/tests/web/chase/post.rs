//! Mail, against a real mail server on this machine: taken, refused for good, down and up again.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use jiff::ToSpan as _;
use tongket_core::chase::post::State;
use tongket_store::mail;

use crate::exchange::Scene;

const SCRIPT: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/web/chase/mail_server.py"
);

/// A mail server that ends with the test.
struct MailServer {
    child: Child,
    lines: Receiver<String>,
}

impl MailServer {
    /// Starts on a port; nothing where Debian's python3-aiosmtpd is not installed.
    #[allow(clippy::print_stderr, reason = "tests say what they leave out")]
    fn start(port: u16) -> Option<MailServer> {
        let installed = Command::new("/usr/bin/python3")
            .args(["-c", "import aiosmtpd"])
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success());
        if !installed {
            eprintln!("python3-aiosmtpd is not installed: no mail is sent in tests");
            return None;
        }
        let mut child = Command::new("/usr/bin/python3")
            .args([SCRIPT, &port.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the mail server starts");
        let out = BufReader::new(child.stdout.take().expect("it writes"));
        let (send, lines) = channel();
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                let _ = send.send(line);
            }
        });
        let server = MailServer { child, lines };
        let first = server
            .lines
            .recv_timeout(Duration::from_secs(20))
            .expect("it gets ready");
        assert_eq!(first, "READY");
        Some(server)
    }

    /// The mails it took since the last look: to whom, and the text.
    fn took(&self) -> Vec<(String, String)> {
        std::thread::sleep(Duration::from_millis(300));
        let mails = self.lines.try_iter().filter_map(|line| {
            let mut words = line.strip_prefix("MAIL ")?.split(' ');
            let (to, hex) = (words.next()?.to_owned(), words.next()?.to_owned());
            let bytes: Vec<u8> = (0..hex.len() / 2)
                .filter_map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).ok())
                .collect();
            Some((to, String::from_utf8_lossy(&bytes).into_owned()))
        });
        mails.collect()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        if let Some(mut stdin) = self.child.stdin.take() {
            let _ = stdin.flush();
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that is free now.
fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

/// The administrator sets the server and gives three units an address.
async fn set_up(scene: &Scene, port: u16) {
    let mut admin = scene.person("quantri").await;
    let port = port.to_string();
    let server = [
        ("host", "127.0.0.1"),
        ("port", &port),
        ("security", "none"),
        ("from", "tongket@sonhai.example"),
        ("site", "https://tongket.sonhai.example"),
    ];
    admin.send("/mail", &server).await.leads_to("/mail");
    let lines = "xã Mường Lạng; vanthu@muonglang.sonhai.example\n\
                 xã Đông Giang\tkhong-co@donggiang.sonhai.example\n\
                 xã Vân Khê; vanthu@vankhe.sonhai.example";
    admin
        .send("/contacts", &[("lines", lines)])
        .await
        .leads_to("/contacts");
    let wrong = "xã Mường Lạng; khong phai dia chi\nxã Không Có; a@b.example";
    admin
        .send("/contacts", &[("lines", wrong)])
        .await
        .is_refused("TK014");
    admin
        .open("/contacts")
        .await
        .sees("vanthu@muonglang.sonhai.example");
}

async fn states(scene: &Scene) -> Vec<(String, State, usize)> {
    let mut conn = scene.house.kept.store.read().await.expect("a connection");
    let mails = mail::list(&mut conn, &scene.campaign.id, "", 100, 0)
        .await
        .expect("mails");
    let mut states: Vec<_> = mails
        .into_iter()
        .map(|mail| (mail.address, mail.turn.state, mail.turn.attempts))
        .collect();
    states.sort_by(|a, b| a.0.cmp(&b.0));
    states
}

/// The id of the latest mail to an address.
async fn id_of(scene: &Scene, address: &str) -> String {
    let mut conn = scene.house.kept.store.read().await.expect("a connection");
    let mails = mail::list(&mut conn, &scene.campaign.id, "", 100, 0)
        .await
        .expect("mails");
    let found = mails
        .into_iter()
        .find(|mail| mail.address.starts_with(address));
    found.expect("a mail").id
}

fn at(scene: &Scene, moment: &str) {
    scene.house.clock.set(moment.parse().expect("a moment"));
}

#[tokio::test]
async fn reminders_go_out_by_mail_and_what_comes_back_is_shown() {
    let port = free_port();
    let Some(server) = MailServer::start(port) else {
        return;
    };
    for scene in Scene::everywhere().await {
        at(&scene, "2026-04-23T08:00:00+07:00");
        scene.sent().await;
        set_up(&scene, port).await;
        for _ in 0..3 {
            scene.house.house.tick().await.expect("a round");
        }
        let took = server.took();
        let to: Vec<&str> = took.iter().map(|(to, _)| to.as_str()).collect();
        assert_eq!(
            to,
            ["vanthu@muonglang.sonhai.example"],
            "one mail, to who owes, once"
        );
        assert!(
            took[0].1.contains("Auto-Submitted: auto-generated"),
            "{}",
            took[0].1
        );
        let states = states(&scene).await;
        assert_eq!(states[0].1, State::Refused, "{states:?}");
        assert_eq!(states[1].1, State::Sent, "{states:?}");
        let mut truc = scene.person("thuongtruc").await;
        let board = format!("/campaigns/{}/board", scene.campaign.id);
        truc.open(&board)
            .await
            .sees("1 đơn vị không nhận được thư điện tử")
            .sees("Thư bị trả về");
        truc.open(&format!("/campaigns/{}/reminders", scene.campaign.id))
            .await
            .sees("1 đơn vị không nhận được thư điện tử");
        let page = format!("/campaigns/{}/mails", scene.campaign.id);
        truc.open(&page)
            .await
            .sees("No such mailbox")
            .sees("khong-co@donggiang");
        truc.open(&format!("{page}?state=refused"))
            .await
            .sees("Địa chỉ không nhận thư")
            .does_not_see("vanthu@muonglang");
        scene
            .person("quantri")
            .await
            .open("/mail")
            .await
            .sees("bị trả về")
            .does_not_see("password=");
        // The next step is not mailed to an address that does not exist, but still said in the page.
        at(&scene, "2026-04-28T08:00:00+07:00");
        scene.house.house.tick().await.expect("a round");
        let to: Vec<String> = server.took().into_iter().map(|(to, _)| to).collect();
        assert_eq!(to, ["vanthu@muonglang.sonhai.example"]);
    }
}

#[tokio::test]
async fn what_came_back_goes_once_more_when_the_address_is_corrected() {
    let port = free_port();
    let Some(server) = MailServer::start(port) else {
        return;
    };
    for scene in Scene::everywhere().await {
        at(&scene, "2026-04-23T08:00:00+07:00");
        scene.sent().await;
        set_up(&scene, port).await;
        scene.house.house.tick().await.expect("a round");
        server.took();
        let board = format!("/campaigns/{}/board", scene.campaign.id);
        let page = format!("/campaigns/{}/mails", scene.campaign.id);
        let mut truc = scene.person("thuongtruc").await;
        // A letter of the postmaster comes later: the officer marks the address.
        let unit = scene.campaign.unit("xã Mường Lạng");
        let mark = format!("{page}/{}/return", id_of(&scene, "vanthu@muonglang").await);
        truc.send(&mark, &[("why", "Hộp thư đầy")])
            .await
            .leads_to(&page);
        truc.open(&board)
            .await
            .sees("2 đơn vị không nhận được thư điện tử");
        // The unit corrects its own address, and mail goes there again.
        let mut ban = scene.person("muonglang").await;
        let contact = format!("/units/{unit}/contact");
        ban.send(&contact, &[("address", "ubnd@muonglang.sonhai.example")])
            .await
            .leads_to("/units/");
        truc.open(&board)
            .await
            .sees("1 đơn vị không nhận được thư điện tử");
        // What did not arrive goes once more, to the new address.
        let back = id_of(&scene, "vanthu@muonglang").await;
        truc.send(&format!("{page}/{back}/repeat"), &[])
            .await
            .leads_to(&page);
        scene.house.house.tick().await.expect("a round");
        let to: Vec<String> = server.took().into_iter().map(|(to, _)| to).collect();
        assert_eq!(to, ["ubnd@muonglang.sonhai.example"]);
        let refused = id_of(&scene, "khong-co@donggiang").await;
        truc.send(&format!("{page}/{refused}/repeat"), &[])
            .await
            .is_refused("TK010");
        ban.send(&format!("{page}/{refused}/return"), &[])
            .await
            .is_refused("TK009");
        let other = format!("/units/{}/contact", scene.campaign.unit("xã Vân Khê"));
        ban.send(&other, &[("address", "a@b.example")])
            .await
            .is_refused("TK009");
    }
}

#[tokio::test]
async fn a_server_that_is_down_is_tried_again_and_what_was_sent_meanwhile_is_not_urged() {
    let port = free_port();
    let scene = Scene::new().await;
    at(&scene, "2026-04-23T08:00:00+07:00");
    set_up(&scene, port).await;
    scene.house.house.tick().await.expect("a round");
    let waiting = states(&scene).await;
    assert_eq!(waiting.len(), 3);
    assert!(
        waiting
            .iter()
            .all(|(_, state, attempts)| (*state, *attempts) == (State::Waiting, 1))
    );
    scene.house.house.tick().await.expect("a round");
    assert_eq!(
        states(&scene).await,
        waiting,
        "it waits before it tries again"
    );
    scene.sent().await;
    let Some(server) = MailServer::start(port) else {
        return;
    };
    scene.house.clock.set(scene.house.clock.now() + 2.minutes());
    scene.house.house.tick().await.expect("a round");
    let to: Vec<String> = server.took().into_iter().map(|(to, _)| to).collect();
    assert_eq!(to, ["vanthu@muonglang.sonhai.example"]);
    let states = states(&scene).await;
    let of = |address: &str| {
        let found = states.iter().find(|(known, ..)| known.starts_with(address));
        found.map(|(_, state, _)| *state)
    };
    assert_eq!(of("vanthu@vankhe"), Some(State::NotNeeded));
    assert_eq!(of("khong-co@"), Some(State::Refused));
}

#[tokio::test]
async fn nothing_is_sent_while_no_server_is_set_and_the_password_is_nowhere_to_be_read() {
    let scene = Scene::new().await;
    let mut admin = scene.person("quantri").await;
    admin
        .send("/mail/trial", &[("to", "a@b.example")])
        .await
        .is_refused("TK083");
    let server = [
        ("host", "thu.sonhai.example"),
        ("port", "465"),
        ("security", "tls"),
        ("user", "tongket"),
        ("password", "mat-khau-rat-dai"),
        ("from", "tongket@sonhai.example"),
    ];
    admin.send("/mail", &server).await.leads_to("/mail");
    admin
        .open("/mail")
        .await
        .sees("thu.sonhai.example")
        .does_not_see("mat-khau-rat-dai");
    admin.open("/audit").await.does_not_see("mat-khau-rat-dai");
    scene
        .person("thuongtruc")
        .await
        .open("/mail")
        .await
        .is_refused("TK009");
    admin.send("/mail", &[("host", "")]).await.leads_to("/mail");
    admin
        .open("/mail")
        .await
        .sees("Chưa thiết lập: không thư nào được gửi.");
}

/// A letter of the postmaster about a mail, as mail servers write it, by a clock of its own.
fn letter(mail: &str, date: &str, action: &str) -> String {
    format!(
        "From: MAILER-DAEMON@thu.sonhai.example\r\nDate: {date}\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n\
         --b\r\nContent-Type: text/plain\r\n\r\nUndelivered.\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\n\
         Reporting-MTA: dns; thu.sonhai.example\r\n\r\n\
         Final-Recipient: rfc822; a@b.example\r\nAction: {action}\r\nStatus: 5.2.2\r\n\
         Diagnostic-Code: smtp; 552 5.2.2 Mailbox full\r\n\r\n\
         --b\r\nContent-Type: message/rfc822\r\n\r\n\
         Message-ID: <{mail}@sonhai.example>\r\nSubject: x\r\n\r\nx\r\n--b--\r\n"
    )
}

/// The letter of the postmaster about a mail that the mail server took.
async fn sent_one(scene: &Scene, port: u16) -> String {
    at(scene, "2026-04-23T08:00:00+07:00");
    set_up(scene, port).await;
    scene.house.house.tick().await.expect("a round");
    id_of(scene, "vanthu@muonglang").await
}

#[tokio::test]
async fn a_letter_of_returned_mail_marks_the_mail_it_is_about_and_no_other() {
    let port = free_port();
    let Some(_server) = MailServer::start(port) else {
        return;
    };
    for scene in Scene::everywhere().await {
        let mail = sent_one(&scene, port).await;
        let page = format!("/campaigns/{}/mails", scene.campaign.id);
        let to = format!("{page}/letters");
        let mut truc = scene.person("thuongtruc").await;
        let today = "Thu, 23 Apr 2026 08:05:00 +0700";
        let strange = letter("018f0000-0000-7000-8000-000000000000", today, "failed");
        let delayed = letter(&mail, today, "delayed");
        for (text, said) in [(strange, "Không nhận ra"), (delayed, "chỉ báo chậm")] {
            truc.upload(&to, &[], &[("files", "thu.eml", text.as_bytes())])
                .await
                .sees(said);
        }
        truc.open(&page).await.does_not_see("Mailbox full");
        // The clock of the mail server is an hour behind: that is said, and the letter is believed.
        let failed = letter(&mail, "Thu, 23 Apr 2026 07:00:00 +0700", "failed");
        for said in ["là bị trả về", "từ trước"] {
            truc.upload(&to, &[], &[("files", "thu.eml", failed.as_bytes())])
                .await
                .sees(said);
        }
        truc.open(&page)
            .await
            .sees("Mailbox full (đồng hồ nơi báo chậm hơn đồng hồ ở đây 60 phút)");
        scene
            .person("vankhe")
            .await
            .upload(&to, &[], &[("files", "thu.eml", failed.as_bytes())])
            .await
            .is_refused("TK009");
    }
}

#[tokio::test]
async fn letters_in_the_folder_that_the_administrator_named_are_taken_in() {
    let port = free_port();
    let Some(_server) = MailServer::start(port) else {
        return;
    };
    let scene = Scene::new().await;
    let mail = sent_one(&scene, port).await;
    let folder = tempfile::tempdir().expect("a folder");
    let new = folder.path().join("new");
    std::fs::create_dir(&new).expect("a maildir");
    let text = letter(&mail, "Thu, 23 Apr 2026 08:05:00 +0700", "failed");
    std::fs::write(new.join("1.thu"), text).expect("a letter");
    std::fs::write(new.join("2.thu"), "Subject: xin chào\r\n\r\nx").expect("a letter");
    let mut house = scene.house.house.clone();
    house.settings = std::sync::Arc::new(tongket::web::Settings {
        returned_mail: Some(folder.path().to_owned()),
        ..(*house.settings).clone()
    });
    house.tick().await.expect("a round");
    assert_eq!(std::fs::read_dir(&new).expect("read").count(), 0);
    assert!(
        folder.path().join("cur").join("2.thu").exists(),
        "nothing is deleted"
    );
    let page = format!("/campaigns/{}/mails?state=refused", scene.campaign.id);
    let mut truc = scene.person("thuongtruc").await;
    truc.open(&page).await.sees("Mailbox full");
    // A letter that nobody understands is told in the audit.
    let mut admin = scene.person("quantri").await;
    admin
        .open("/audit?act=mail.stranger")
        .await
        .sees("2.thu")
        .does_not_see("1.thu");
}

#[tokio::test]
async fn who_stands_over_a_campaign_keeps_the_addresses_of_its_units() {
    let scene = Scene::new().await;
    let mut truc = scene.person("thuongtruc").await;
    let campaign = scene.campaign.id.as_str();
    let lines = "xã Vân Khê; vanthu@vankhe.sonhai.example";
    let to = format!("/contacts?campaign={campaign}");
    truc.send("/contacts", &[("campaign", campaign), ("lines", lines)])
        .await
        .leads_to(&to);
    truc.open(&to).await.sees("vanthu@vankhe.sonhai.example");
    truc.send("/contacts", &[("lines", lines)])
        .await
        .is_refused("TK009");
    truc.open("/contacts").await.is_refused("TK009");
    let unit = scene.campaign.unit("xã Vân Khê");
    truc.open(&format!("/units/{unit}"))
        .await
        .sees("vanthu@vankhe.sonhai.example");
    truc.send(&format!("/units/{unit}/contact"), &[("address", "")])
        .await
        .leads_to("/units/");
    truc.open(&to).await.does_not_see("vanthu@vankhe");
    let mut ban = scene.person("muonglang").await;
    ban.open(&to).await.is_refused("TK009");
}

#[tokio::test]
async fn a_server_that_cannot_keep_the_line_secret_gets_no_mail() {
    let port = free_port();
    let Some(server) = MailServer::start(port) else {
        return;
    };
    let scene = Scene::new().await;
    at(&scene, "2026-04-23T08:00:00+07:00");
    set_up(&scene, port).await;
    let mut admin = scene.person("quantri").await;
    let port = port.to_string();
    for security in ["tls", "start_tls"] {
        let wish = [
            ("host", "127.0.0.1"),
            ("port", port.as_str()),
            ("security", security),
            ("from", "tongket@sonhai.example"),
        ];
        admin.send("/mail", &wish).await.leads_to("/mail");
        admin
            .send("/mail/trial", &[("to", "a@b.example")])
            .await
            .leads_to("/mail");
        scene.house.house.tick().await.expect("a round");
        assert_eq!(server.took(), [], "{security}");
        admin.open("/mail").await.sees("chờ gửi");
    }
}
