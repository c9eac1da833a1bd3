//! What the system says of files, in the language that is spoken: the system itself may speak another.

use std::io::{Error, ErrorKind};

use crate::tr;

/// Why something could not be read or written.
pub fn reason(error: &Error) -> String {
    // With a cause of its own, it is told in words of ours, or of a library, already; unless what the system says, which
    // has a number, is only passed on, as with the name of a temporary file that tells nobody anything.
    if error.get_ref().is_some() && !error.to_string().contains("(os error ") {
        return error.to_string();
    }
    let said = match error.kind() {
        ErrorKind::NotFound => tr!("there is no such file or folder"),
        ErrorKind::PermissionDenied => tr!("permission is denied"),
        ErrorKind::AlreadyExists => tr!("it exists already"),
        ErrorKind::IsADirectory => tr!("it is a folder"),
        ErrorKind::NotADirectory => tr!("a part of the path is no folder"),
        ErrorKind::DirectoryNotEmpty => tr!("the folder is not empty"),
        ErrorKind::ReadOnlyFilesystem => tr!("nothing can be written to this disk"),
        ErrorKind::StorageFull => tr!("the disk is full"),
        ErrorKind::QuotaExceeded => tr!("there is no room left for you on the disk"),
        ErrorKind::FileTooLarge => tr!("the file is too large"),
        ErrorKind::InvalidFilename => tr!("the system allows no such name"),
        ErrorKind::ResourceBusy => tr!("it is in use"),
        ErrorKind::StaleNetworkFileHandle => tr!("the network folder is gone"),
        ErrorKind::TimedOut => tr!("it took too long"),
        ErrorKind::BrokenPipe => tr!("nobody reads it any more"),
        ErrorKind::UnexpectedEof => tr!("it ended too early"),
        _ => return error.to_string(),
    };
    said.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Language, speaking};

    #[test]
    fn the_system_is_told_in_words_of_ours_and_others_are_not() {
        let missing = std::fs::read("tests/no-such-file").unwrap_err();
        assert_eq!(reason(&missing), "there is no such file or folder");
        assert_eq!(speaking(Language::Chinese, || reason(&missing)), "没有这个文件或文件夹");
        assert_eq!(reason(&Error::new(ErrorKind::NotFound, "a cause")), "a cause");
        let elsewhere = tempfile::Builder::new().tempfile_in("tests/no-such-folder").unwrap_err();
        assert_eq!(reason(&elsewhere), "there is no such file or folder");
        let odd = Error::from_raw_os_error(4095);
        assert_eq!(reason(&odd), odd.to_string());
    }
}
