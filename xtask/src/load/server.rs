//! The server as a process, seen from outside: when it answers, what it holds, what it costs.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use hyper::StatusCode;

use super::client::{Asker, Client};

/// How long a start may take before it is given up.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server; it is killed when this is dropped.
pub(crate) struct Server {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    child: Child,
    program: PathBuf,
    data: PathBuf,
}

impl Server {
    /// Starts it over a data directory, and says how long it took until a page was answered.
    pub(crate) async fn start(program: &Path, data: &Path) -> Result<(Server, Duration)> {
        let address = free_address()?;
        let begun = Instant::now();
        let child = Command::new(program)
            .args(["serve", "--listen", &address.to_string(), "--data"])
            .arg(data)
            .stdout(Stdio::null())
            .spawn()
            .context("cannot start the release program")?;
        let mut server = Server {
            address,
            child,
            program: program.to_owned(),
            data: data.to_owned(),
        };
        server.until_it_answers(begun).await?;
        Ok((server, begun.elapsed()))
    }

    async fn until_it_answers(&mut self, begun: Instant) -> Result<()> {
        while begun.elapsed() < PATIENCE {
            if let Some(exit) = self.child.try_wait()? {
                bail!("the server did not start: {exit}");
            }
            if let Ok(mut client) = Client::connect(self.address, 0).await {
                let nobody = Asker::Session(String::new());
                let page = client.open("/session", &nobody).await?;
                ensure!(page.status == StatusCode::OK, "/session: {}", page.status);
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        bail!("the server did not answer in {PATIENCE:?}")
    }

    /// The program that runs.
    pub(crate) fn program(&self) -> &Path {
        &self.program
    }

    /// The folder it works on.
    pub(crate) fn data(&self) -> &Path {
        &self.data
    }

    /// Bytes of memory that it holds now.
    pub(crate) fn resident(&self) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().nth(1));
        let kilobytes: u64 = kilobytes.context("VmRSS in /proc")?.parse()?;
        Ok(kilobytes << 10)
    }

    /// Time on the processors that it has taken so far.
    pub(crate) fn work(&self) -> Result<Duration> {
        work_of(&self.child.id().to_string())
    }

    /// Ends it without any warning, as when the power of a virtual machine is cut.
    pub(crate) fn kill(&mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Ends it, and holds that it ends well.
    pub(crate) fn stop(mut self) -> Result<()> {
        let id = self.child.id().to_string();
        let told = Command::new("kill").arg(&id).status()?;
        ensure!(told.success(), "the server was gone already");
        let exit = self.child.wait()?;
        ensure!(exit.success(), "the server ended badly: {exit}");
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Time on the processors that a process has taken: its number, or "self".
pub(crate) fn work_of(process: &str) -> Result<Duration> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    let (_, rest) = stat.rsplit_once(')').context("/proc/stat")?;
    let ticks = rest.split_whitespace().skip(11).take(2);
    let ticks: u64 = ticks.filter_map(|number| number.parse::<u64>().ok()).sum();
    // Linux counts in hundredths of a second whatever the kernel ticks at.
    Ok(Duration::from_millis(ticks * 10))
}

/// A port of this machine that nobody listens on.
fn free_address() -> Result<SocketAddr> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    Ok(listener.local_addr()?)
}
