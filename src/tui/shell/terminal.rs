use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use crossterm::{execute, queue};
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::{Terminal, TerminalOptions, Viewport};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use super::worker;

/// Whether the terminal is ours at the moment: it is given back once, by whoever comes first.
static TAKEN: AtomicBool = AtomicBool::new(false);
/// Whether the mouse is taken along with the terminal.
static MOUSE: AtomicBool = AtomicBool::new(true);

type PanicHook = Arc<dyn Fn(&std::panic::PanicHookInfo<'_>) + Send + Sync>;

/// The terminal as the workbench uses it; given back when dropped, and before a panic is reported.
pub(super) struct Screen {
    terminal: Terminal<CrosstermBackend<Held>>,
    held: Held,
    /// What the terminal was drawn on last.
    area: Rect,
    previous_hook: PanicHook,
}

/// What is to be written, held until all of it is there: a frame reaches the terminal in one piece, in one write.
#[derive(Clone, Default)]
struct Held(Rc<RefCell<Vec<u8>>>);

impl Held {
    fn send(&self) -> io::Result<()> {
        let mut held = self.0.borrow_mut();
        let mut out = io::stdout().lock();
        let sent = out.write_all(&held).and_then(|()| out.flush());
        held.clear();
        sent
    }
}

impl Write for Held {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Screen {
    pub(super) fn enter(mouse: bool) -> io::Result<Self> {
        MOUSE.store(mouse, Ordering::SeqCst);
        // The theme decides about colours; crossterm under NO_COLOR would drop bold and reverse too.
        crossterm::style::force_color_output(true);
        let previous_hook: PanicHook = Arc::from(std::panic::take_hook());
        let next = Arc::clone(&previous_hook);
        std::panic::set_hook(Box::new(move |info| {
            // What fails in the background is caught there and told on the screen.
            if std::thread::current().name() != Some(worker::NAME) {
                give_back();
                next(info);
            }
        }));
        let held = Held::default();
        let backend = CrosstermBackend::new(held.clone());
        let taken = take().and_then(|()| {
            let area = area()?;
            // Asking for the size again and again, as other viewports do, opens the terminal anew each time.
            let options = TerminalOptions { viewport: Viewport::Fixed(area) };
            Ok((Terminal::with_options(backend, options)?, area))
        });
        match taken {
            Ok((terminal, area)) => Ok(Self { terminal, held, area, previous_hook }),
            Err(error) => {
                give_back();
                restore_hook(previous_hook);
                Err(error)
            }
        }
    }

    /// Columns and rows of the terminal as it is now.
    #[expect(clippy::unused_self, reason = "only who holds the screen is concerned with its size")]
    pub(super) fn size(&self) -> io::Result<(u16, u16)> {
        area().map(|area| (area.width, area.height))
    }

    /// Draws a frame; `draw` gives the place of the cursor, if it shall be seen.
    pub(super) fn draw(&mut self, draw: impl FnOnce(&mut Buffer) -> Option<Position>) -> io::Result<()> {
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        let area = area()?;
        if area != self.area {
            self.area = area;
            self.terminal.resize(area)?;
        }
        self.terminal.draw(|frame| {
            if let Some(cursor) = draw(frame.buffer_mut()) {
                frame.set_cursor_position(cursor);
            }
        })?;
        queue!(self.terminal.backend_mut(), EndSynchronizedUpdate)?;
        self.held.send()
    }

    /// Has all of the screen drawn anew with the next frame.
    pub(super) fn clear(&mut self) -> io::Result<()> {
        self.area = area()?;
        self.terminal.resize(self.area)
    }

    #[expect(clippy::unused_self, reason = "only who holds the screen may write to it")]
    pub(super) fn bell(&mut self) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(b"\x07")?;
        out.flush()
    }

    /// Takes the mouse, or leaves it to the terminal; also from when the terminal is taken again.
    #[expect(clippy::unused_self, reason = "only who holds the screen may do so")]
    pub(super) fn capture_mouse(&mut self, wanted: bool) -> io::Result<()> {
        MOUSE.store(wanted, Ordering::SeqCst);
        if wanted { execute!(io::stdout(), EnableMouseCapture) } else { execute!(io::stdout(), DisableMouseCapture) }
    }

    /// Asks the terminal to put a text on its clipboard. Whether it does so, it does not say.
    #[expect(clippy::unused_self, reason = "only who holds the screen may write to it")]
    pub(super) fn copy(&mut self, text: &str) -> io::Result<()> {
        execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text))
    }

    /// Leaves the terminal to another program.
    #[expect(clippy::unused_self, reason = "only who holds the screen may leave it")]
    pub(super) fn leave(&mut self) {
        give_back();
    }

    pub(super) fn return_to(&mut self) -> io::Result<()> {
        take()?;
        self.clear()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
        if !std::thread::panicking() {
            restore_hook(Arc::clone(&self.previous_hook));
        }
    }
}

/// All of the terminal, from its first cell on.
fn area() -> io::Result<Rect> {
    let (width, height) = match terminal_size::terminal_size_of(io::stdout()) {
        Some((width, height)) => (width.0, height.0),
        None => crossterm::terminal::size()?,
    };
    Ok(Rect { x: 0, y: 0, width, height })
}

fn restore_hook(hook: PanicHook) {
    std::panic::set_hook(Box::new(move |info| hook(info)));
}

fn take() -> io::Result<()> {
    TAKEN.store(true, Ordering::SeqCst);
    enable_raw_mode()?;
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, Hide)?;
    if MOUSE.load(Ordering::SeqCst) { execute!(io::stdout(), EnableMouseCapture) } else { Ok(()) }
}

/// Gives the terminal back as it was. Errors are of no use here: the terminal may be gone.
fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let _ = execute!(
            io::stdout(),
            EndSynchronizedUpdate,
            DisableMouseCapture,
            DisableBracketedPaste,
            LeaveAlternateScreen,
            Show
        );
        let _ = disable_raw_mode();
    }
}

/// Stops the program as Ctrl-Z stops any other; returns when the shell lets it go on.
pub(super) fn suspend() -> io::Result<()> {
    #[cfg(unix)]
    signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
    Ok(())
}

/// Signals that end the program: noted, so that the terminal can be given back first.
pub(super) struct Signals {
    received: Arc<AtomicUsize>,
    registered: Vec<signal_hook::SigId>,
    watcher: signal_hook::iterator::Handle,
}

/// How long the workbench has to end by itself after a signal.
const GRACE: Duration = Duration::from_millis(700);

impl Signals {
    pub(super) fn watch() -> io::Result<Self> {
        let received = Arc::new(AtomicUsize::new(0));
        let registered = [SIGTERM, SIGHUP, SIGINT]
            .into_iter()
            .map(|signal| signal_hook::flag::register_usize(signal, Arc::clone(&received), signal as usize))
            .collect::<io::Result<_>>()?;
        let mut arriving = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP])?;
        let watcher = arriving.handle();
        let waited_for = Arc::clone(&received);
        // Reading from a terminal that hung up never returns: someone else must end the program then.
        std::thread::Builder::new().name("gradus-signals".into()).spawn(move || {
            for signal in &mut arriving {
                std::thread::sleep(GRACE);
                if waited_for.load(Ordering::SeqCst) != 0 {
                    give_back();
                    let _ = signal_hook::low_level::emulate_default_handler(signal);
                }
            }
        })?;
        Ok(Self { received, registered, watcher })
    }

    pub(super) fn received(&self) -> Option<i32> {
        i32::try_from(self.received.load(Ordering::SeqCst)).ok().filter(|signal| *signal != 0)
    }

    pub(super) fn forget_interrupt(&self) {
        let _ = self.received.compare_exchange(SIGINT as usize, 0, Ordering::SeqCst, Ordering::SeqCst);
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        self.received.store(0, Ordering::SeqCst);
        self.watcher.close();
        for id in self.registered.drain(..) {
            signal_hook::low_level::unregister(id);
        }
    }
}
