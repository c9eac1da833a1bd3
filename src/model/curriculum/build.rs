use super::Curriculum;
use crate::model::Tree;

pub(super) fn build<'t>(_tree: &'t Tree, _language: Option<&'t str>) -> Curriculum<'t> {
    todo!()
}
