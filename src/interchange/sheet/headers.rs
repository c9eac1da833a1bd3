//! What headers mean, in English and Chinese.

use super::cell::narrow;
use super::columns::Field;
use super::import::SheetKind;
use crate::model::schema::{self, Type};

/// A header without what people write differently: case, blanks, hyphens, brackets, full width.
pub(in crate::interchange) fn plain(header: &str) -> String {
    let small = header.chars().map(narrow).flat_map(char::to_lowercase);
    small.filter(|letter| letter.is_alphanumeric()).collect()
}

/// Headers of courses, as [`plain`] writes them.
const COURSE: &[(&str, &[&str])] = &[
    ("id", &["id", "courseid", "课程id", "课程标识", "标识"]),
    (
        "code",
        &[
            "code",
            "coursecode",
            "coursenumber",
            "courseno",
            "modulecode",
            "课程代码",
            "课程编号",
            "课程编码",
            "课程号",
            "代码",
            "编号",
        ],
    ),
    (
        "title",
        &[
            "title",
            "name",
            "course",
            "coursetitle",
            "coursename",
            "subject",
            "module",
            "moduletitle",
            "课程",
            "课程名称",
            "课程名",
            "名称",
            "课名",
            "科目",
        ],
    ),
    ("stage", &["stage", "phase", "学段", "阶段", "培养阶段", "培养层次"]),
    (
        "tracks",
        &[
            "track",
            "tracks",
            "major",
            "majors",
            "programme",
            "program",
            "specialisation",
            "specialization",
            "专业",
            "专业方向",
            "方向",
        ],
    ),
    ("elective", &["elective", "electivegroup", "electivein", "选修组", "选修模块", "选修"]),
    ("year", &["year", "years", "yearofstudy", "grade", "学年", "年级"]),
    ("term", &["term", "semester", "学期", "开课学期"]),
    ("terms", &["terms", "numberofterms", "学期数"]),
    ("hours", &["hours", "totalhours", "contacthours", "periods", "学时", "总学时", "课时", "总课时", "学时数"]),
    ("credits", &["credits", "credit", "credithours", "ects", "cp", "学分", "学分数"]),
    (
        "requires",
        &["requires", "prerequisite", "prerequisites", "prereq", "prereqs", "先修课程", "先修课", "先修", "前置课程"],
    ),
    ("alongside", &["alongside", "corequisite", "corequisites", "coreq", "coreqs", "并修课程", "同修课程"]),
    (
        "teachers",
        &[
            "teacher",
            "teachers",
            "instructor",
            "instructors",
            "lecturer",
            "staff",
            "教师",
            "任课教师",
            "授课教师",
            "主讲教师",
        ],
    ),
    ("partners", &["partner", "partners", "合作单位", "合作伙伴", "合作企业"]),
    ("awards", &["award", "awards", "competition", "competitions", "奖项", "竞赛"]),
];

/// Headers of outcomes.
const OUTCOME: &[(&str, &[&str])] = &[
    (
        "course",
        &[
            "course",
            "courseid",
            "coursecode",
            "coursenumber",
            "courseno",
            "coursetitle",
            "coursename",
            "module",
            "modulecode",
            "课程",
            "课程代码",
            "课程编号",
            "课程编码",
            "课程号",
            "课程名称",
            "课程名",
        ],
    ),
    ("unit", &["unit", "unittitle", "topic", "lesson", "单元", "单元名称", "章节", "教学单元", "主题"]),
    ("id", &["id", "outcomeid", "outcomecode", "code", "clo", "lo", "编号", "成果编号", "目标编号"]),
    (
        "text",
        &[
            "text",
            "outcome",
            "outcomes",
            "outcometext",
            "learningoutcome",
            "learningoutcomes",
            "learningobjective",
            "objective",
            "statement",
            "description",
            "学习成果",
            "预期学习成果",
            "学习目标",
            "课程目标",
            "教学目标",
            "成果",
            "目标",
            "内容",
            "描述",
        ],
    ),
    (
        "covers",
        &[
            "covers",
            "competency",
            "competencies",
            "standard",
            "standards",
            "mapsto",
            "plo",
            "plos",
            "programoutcome",
            "programmeoutcome",
            "毕业要求",
            "对应毕业要求",
            "能力",
            "对应能力",
            "能力指标",
            "指标点",
            "覆盖",
        ],
    ),
    ("level", &["level", "coveragelevel", "masterylevel", "irm", "程度", "层级", "水平", "掌握程度"]),
    ("bloom", &["bloom", "bloomlevel", "bloomslevel", "bloomstaxonomy", "认知层次", "认知水平", "布卢姆", "布鲁姆"]),
];

/// How headers name a language.
const LANGUAGES: &[(&str, &[&str])] =
    &[("en", &["english", "en", "英文", "英语"]), ("zh", &["chinese", "zhhans", "zhcn", "zh", "中文", "汉语"])];

/// The field that a header surely means.
pub(super) fn guess(kind: SheetKind, header: &str) -> Option<Field> {
    let plain = plain(header);
    if plain.is_empty() {
        return None;
    }
    if let Some(field) = known(kind, &plain) {
        return Some(field);
    }
    LANGUAGES.iter().find_map(|(language, words)| {
        words.iter().find_map(|word| {
            let inside = if word.is_ascii() { None } else { plain.split_once(word) };
            let rest = plain
                .strip_suffix(word)
                .or_else(|| plain.strip_prefix(word))
                .map(str::to_owned)
                .or_else(|| inside.map(|(before, after)| format!("{before}{after}")))?;
            match known(kind, &rest)? {
                Field::Key(key, None) if schema::spec(kind.node()).key(key)?.ty == Type::Text => {
                    Some(Field::Key(key, Some((*language).to_owned())))
                }
                _ => None,
            }
        })
    })
}

fn known(kind: SheetKind, plain: &str) -> Option<Field> {
    let table = match kind {
        SheetKind::Course => COURSE,
        SheetKind::Outcome => OUTCOME,
    };
    let (name, _) = table.iter().find(|(_, headers)| headers.contains(&plain))?;
    Field::named(kind, name).ok()
}
