use rust_xlsxwriter::Workbook;

use super::*;
use crate::interchange::case::{Options, Outline, Version, export_framework, write};
use crate::model::Curriculum;
use crate::model::curriculum::FrameworkIx;
use crate::workspace::Workspace;

const DOCUMENT: &str = "d1000000-0000-4000-8000-000000000000";
const ITEMS: [[&str; 7]; 5] = [
    ["a1000000-0000-4000-8000-000000000001", "Draw", "D", "1", "06,07", "Strand", "Studio"],
    ["a1000000-0000-4000-8000-000000000002", "Draw a =cube", "D.1", "1.1", "06", "Standard", ""],
    ["a1000000-0000-4000-8000-000000000003", "Draw a sphere", "D.2", "1.2", "", "Standard", ""],
    ["a1000000-0000-4000-8000-000000000004", "Make", "M", "2", "", "", ""],
    ["a1000000-0000-4000-8000-000000000005", "Make a model", "M.1", "2.1", "", "", ""],
];

fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("CF Doc").unwrap();
    let document = [
        ("identifier", DOCUMENT),
        ("creator", "A board"),
        ("title", "Drawing"),
        ("lastChangeDate", "2024-05-06 07:08:09"),
        ("subject", "Art|Design"),
        ("version", "1.0"),
        ("statusStartDate", "soon"),
        ("licenseTitle", "CC BY"),
        ("licenseText", "Share it"),
    ];
    for (column, (header, value)) in document.into_iter().enumerate() {
        sheet.write_string(0, column as u16, header).unwrap().write_string(1, column as u16, value).unwrap();
    }
    let sheet = book.add_worksheet();
    sheet.set_name("CF Item").unwrap();
    let headers =
        ["identifier", "fullStatement", "humanCodingScheme", "smartLevel", "educationLevel", "CFItemType", "Our own"];
    for (column, header) in headers.into_iter().enumerate() {
        sheet.write_string(0, column as u16, header).unwrap();
        for (row, item) in ITEMS.iter().enumerate() {
            sheet.write_string(row as u32 + 1, column as u16, item[column]).unwrap();
        }
    }
    let sheet = book.add_worksheet();
    sheet.set_name("CF Association").unwrap();
    let headers =
        ["identifier", "originNodeIdentifier", "associationType", "destinationNodeIdentifier", "associationGroupName"];
    let associations = [
        ["b1000000-0000-4000-8000-000000000001", ITEMS[1][0], "isChildOf", ITEMS[0][0], ""],
        ["b1000000-0000-4000-8000-000000000002", ITEMS[1][0], "Is Related To", ITEMS[4][0], "Ours"],
        ["b1000000-0000-4000-8000-000000000003", "", "precedes", ITEMS[4][0], ""],
    ];
    for (column, header) in headers.into_iter().enumerate() {
        sheet.write_string(0, column as u16, header).unwrap();
        for (row, association) in associations.iter().enumerate() {
            sheet.write_string(row as u32 + 1, column as u16, association[column]).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

fn hierarchy<'p>(package: &'p Package<'_>) -> Vec<(&'p str, &'p str, i64)> {
    let code = |id: &str| {
        let item = package.items.iter().find(|item| item.identifier == id);
        item.and_then(|item| item.fields.text("humanCodingScheme")).unwrap_or("-")
    };
    let children = package.associations.iter().filter(|association| association.kind == "isChildOf");
    children
        .map(|association| {
            (code(&association.origin), code(&association.destination), association.sequence().unwrap_or_default())
        })
        .collect()
}

#[test]
fn a_workbook_becomes_a_package() {
    let package = read(&workbook(), "").unwrap();
    assert_eq!(package.document.to_json()["title"], "Drawing");
    assert_eq!(package.document.to_json()["lastChangeDateTime"], "2024-05-06T07:08:09Z");
    assert_eq!(package.document.to_json()["subject"], json!(["Art", "Design"]));
    assert_eq!(package.document.to_json()["licenseURI"]["title"], "CC BY");
    assert_eq!(package.definitions.to_json()["CFLicenses"][0]["licenseText"], "Share it");
    assert_eq!(hierarchy(&package), [("D", "-", 1), ("D.1", "D", 1), ("D.2", "D", 2), ("M", "-", 2), ("M.1", "M", 1)]);
    assert_eq!(package.items[0].fields.to_json()["educationLevel"], json!(["06", "07"]));
    assert_eq!(package.items[0].fields.to_json()["CFItemType"], "Strand");
    assert_eq!(package.items[0].fields.to_json()["extensions"], json!({ "Our own": "Studio" }));
    let related: Vec<_> = package.associations.iter().filter(|other| other.kind == "isRelatedTo").collect();
    assert_eq!(related.len(), 1);
    assert_eq!(related[0].fields.to_json()["CFAssociationGroupingURI"]["title"], "Ours");
    assert_eq!(package.repairs.len(), 2, "{:?}", package.repairs);
}

#[test]
fn the_framework_goes_out_as_case_and_comes_in_again_the_same() {
    let text = write(&Outline::of(&read(&workbook(), "").unwrap(), None)).unwrap();
    assert!(text.contains("id = \"D.1\"\n  statement = \"Draw a =cube\""), "{text}");
    let (_, tree) = Workspace::from_text("framework.toml", &text);
    let problems = tree.files.iter().flat_map(|file| &file.blocks).flat_map(|block| &block.problems);
    assert_eq!(problems.count(), 0);
    let options = Options { version: Version::V1p1, base: None, changed: "2026-01-01T00:00:00Z".into() };
    let out = export_framework(&Curriculum::of(&tree), FrameworkIx(0), &options);
    let out = out.to_string();
    let again = case::read(out.as_bytes()).unwrap();
    assert_eq!(write(&Outline::of(&again, None)).unwrap(), text);
}

fn csv(text: &str) -> Package<'static> {
    read(text.as_bytes(), "Ours").unwrap()
}

#[test]
fn items_alone_are_enough_and_get_the_same_identifiers_each_time() {
    let text = "Full Statement,Human Coding Scheme,Smart Level,Sequence Number\nDraw,D,1,\nCube,D.1,1.1,\n";
    let package = csv(text);
    assert_eq!(package.document.to_json()["title"], "Ours");
    assert_eq!(hierarchy(&package), [("D", "-", 1), ("D.1", "D", 1)]);
    let more = csv(&text.replace("Draw,", "Draw it,"));
    assert_eq!(more.items[0].identifier, package.items[0].identifier);
    let by_parent = csv("fullStatement,humanCodingScheme,isChildOf,sequenceNumber\nCube,D.1,D,7\nDraw,D,,\n");
    assert_eq!(hierarchy(&by_parent), [("D.1", "D", 7), ("D", "-", 1)]);
}

#[test]
fn levels_that_make_no_tree_are_mended_and_told() {
    let package = csv("fullStatement,humanCodingScheme,smartLevel\n\
        A,A,1\nB,B,1.2.3\nC,C,1\n,D,2\nE,E,x.y\nF,F,\n");
    assert_eq!(hierarchy(&package), [("A", "-", 1), ("B", "A", 3), ("C", "-", 1), ("E", "-", 3), ("F", "-", 4)]);
    assert_eq!(package.repairs.len(), 4, "{:?}", package.repairs);
    for part in ["row 5", "row 3", "row 4", "row 6"] {
        assert!(package.repairs.iter().any(|repair| repair.contains(part)), "{part}: {:?}", package.repairs);
    }
}

#[test]
fn a_level_that_became_a_number_is_known_by_those_before() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, header) in ["fullStatement", "humanCodingScheme", "smartLevel"].into_iter().enumerate() {
        sheet.write_string(0, column as u16, header).unwrap();
    }
    sheet.write_string(1, 0, "Top").unwrap().write_string(1, 1, "T").unwrap().write_number(1, 2, 1).unwrap();
    for (row, level) in (2..).zip([1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 1.1]) {
        sheet.write_string(row, 0, "Item").unwrap().write_string(row, 1, format!("T.{}", row - 1)).unwrap();
        sheet.write_number(row, 2, level).unwrap();
    }
    let package = read(&book.save_to_buffer().unwrap(), "").unwrap();
    assert_eq!(hierarchy(&package)[10], ("T.10", "T", 10));
    assert_eq!(package.repairs.len(), 1);
}

#[test]
fn what_is_no_framework_is_refused() {
    assert_eq!(read(b"a,b\n1,2\n", "").unwrap_err(), OpenSaltError::NoItems);
    assert!(matches!(read(b"%PDF", ""), Err(OpenSaltError::Sheet(_))));
    assert!(matches!(read(b"", ""), Err(OpenSaltError::Sheet(SheetError::Empty))));
}
