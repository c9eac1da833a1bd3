//! Fonts: those in files that are named, and those of the system.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use fontdb::{Database, ID, Source, Style};
use thiserror::Error;

use super::read;
use crate::text::visible;
use crate::tr;

/// No font is larger: the largest collections of Chinese, Japanese and Korean have some 20 MiB a file.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// All fonts that can be used, the named ones first, the others in an order that depends on their names alone.
///
/// Those of the system are looked for only when they are needed: there may be thousands of them.
#[derive(Debug)]
pub struct Fonts {
    database: Database,
    faces: Vec<FontFace>,
    /// Whether there may be more in the folders of the system.
    has_more: bool,
}

/// A face of a font file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FontFace {
    /// The family in English, and in languages of its own.
    pub families: Vec<String>,
    /// The name that PDF knows it by; it is unique in practice.
    pub name: String,
    /// From 100 to 900; 400 is normal, 700 bold.
    pub weight: u16,
    pub upright: bool,
    pub monospaced: bool,
    /// Whether its file was named by the user.
    pub named: bool,
    id: ID,
}

#[derive(Debug, Error)]
pub enum FontError {
    #[error("{}: {}", visible(&.0.display().to_string()), .1)]
    Unreadable(PathBuf, String),
}

impl Fonts {
    /// Those of `files`, then those of the system.
    pub fn of_system(files: &[PathBuf]) -> Result<Self, FontError> {
        Ok(Self { has_more: true, ..Self::of_files(files)? })
    }

    /// Those of `files` alone.
    pub fn of_files(files: &[PathBuf]) -> Result<Self, FontError> {
        let mut database = Database::new();
        for file in files {
            let before = database.len();
            database.load_font_data(bytes(file)?);
            if database.len() == before {
                return Err(FontError::Unreadable(file.clone(), tr!("it is no TrueType or OpenType font").to_owned()));
            }
        }
        let faces = sorted(&database);
        Ok(Self { database, faces, has_more: false })
    }

    /// Looks into the folders of the system, where that was not done yet. Whether it was done now.
    pub fn look_further(&mut self) -> bool {
        if !std::mem::take(&mut self.has_more) {
            return false;
        }
        self.database.load_system_fonts();
        self.faces = sorted(&self.database);
        true
    }

    pub fn faces(&self) -> &[FontFace] {
        &self.faces
    }

    /// The file of a face, and the place of the face in it.
    pub fn file(&self, face: &FontFace) -> Option<(Arc<Vec<u8>>, u32)> {
        self.database.with_face_data(face.id, |bytes, place| (Arc::new(bytes.to_vec()), place))
    }

    /// What `tell` says of the file of a face, and of the place of the face in it.
    pub fn look<R>(&self, face: &FontFace, tell: impl FnOnce(&[u8], u32) -> R) -> Option<R> {
        self.database.with_face_data(face.id, tell)
    }
}

fn sorted(database: &Database) -> Vec<FontFace> {
    let mut faces: Vec<FontFace> = database.faces().map(face).collect();
    // The order of named files is the user's, that of a folder is chance.
    let key = |face: &FontFace| {
        // They stay as they stand.
        let own = (!face.named).then(|| (face.families.first().cloned(), face.weight, face.name.clone()));
        (!face.named, own)
    };
    faces.sort_by_cached_key(key);
    faces
}

fn face(info: &fontdb::FaceInfo) -> FontFace {
    FontFace {
        families: info.families.iter().map(|(name, _)| name.clone()).collect(),
        name: info.post_script_name.clone(),
        weight: info.weight.0,
        upright: info.style == Style::Normal,
        monospaced: info.monospaced,
        named: matches!(info.source, Source::Binary(_)),
        id: info.id,
    }
}

fn bytes(file: &Path) -> Result<Vec<u8>, FontError> {
    let unreadable = |why: String| FontError::Unreadable(file.to_owned(), why);
    let bytes = read::bytes(file).map_err(|error| match error {
        read::ReadError::Io(error) => unreadable(error.to_string()),
        read::ReadError::Unfit(why) => unreadable(why.to_string()),
    })?;
    if bytes.len() > MOST_BYTES {
        return Err(unreadable(tr!("it is larger than {size} MiB", size = MOST_BYTES / 1024 / 1024)));
    }
    Ok(bytes)
}
