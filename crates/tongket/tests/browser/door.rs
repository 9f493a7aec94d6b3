//! The first pages that anybody meets.

use crate::people::{PASSWORD, TestHouse};
use crate::screen::Line;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_administrator_comes_in_by_the_first_visit() {
    let house = TestHouse::empty().await;
    let Some(line) = Line::to(&house).await else {
        return;
    };
    let screen = line.window().await;
    screen.open("/").await;
    screen.fill("#name", "quantri").await;
    screen.fill("#full_name", "Lê Quản Trị").await;
    screen.fill("#password", PASSWORD).await;
    screen.fill("#again", PASSWORD).await;
    screen.is_usable_by_everybody().await;
    screen.press("main button.primary").await;
    screen.sees("Đã lập tài khoản quản trị").await;
    screen.sign_in("quantri", PASSWORD).await;
    screen.open("/password").await;
    screen.is_usable_by_everybody().await;
    screen.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_door_is_usable_by_everybody() {
    let house = TestHouse::empty().await;
    house.administrator().await;
    let Some(line) = Line::to(&house).await else {
        return;
    };
    let screen = line.window().await;
    for page in [
        "/session",
        "/huong-dan",
        "/huong-dan/03-doc-ke-hoach",
        "/api",
    ] {
        screen.open(page).await;
        screen.is_usable_by_everybody().await;
    }
    screen.close().await;
}
