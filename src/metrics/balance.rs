use super::graph::Graph;

/// More terms than that are no plan but a slip of the pen.
const MOST_TERMS: i64 = 400;
const LATEST_TERM: i64 = 1_000_000;

/// Credits per term, from the first term with a course to the last.
#[derive(Debug, Clone, PartialEq)]
pub struct Balance {
    pub first_term: i64,
    pub credits: Vec<f64>,
    /// Courses with credits whose terms are not known.
    pub unplaced: usize,
}

impl Balance {
    /// None where no course with credits has a term, or where courses are for different learners.
    pub(super) fn of(graph: &Graph) -> Option<Self> {
        if !graph.one_way_through {
            return None;
        }
        let placed = || graph.courses.iter().filter_map(|course| Some((course, course.terms?)));
        if !placed().any(|(course, _)| course.credits.is_some_and(|credits| credits > 0.0)) {
            return None;
        }
        let first = placed().map(|(_, terms)| terms.first).min()?;
        let last = placed().map(|(_, terms)| terms.last).max()?;
        if !(0..MOST_TERMS).contains(&last.saturating_sub(first)) || !(-LATEST_TERM..LATEST_TERM).contains(&first) {
            return None;
        }
        let mut credits = vec![0.0; (last - first + 1) as usize];
        for (course, terms) in placed() {
            let through = (terms.last - terms.first + 1).max(1);
            for term in terms.first..=terms.last {
                credits[(term - first) as usize] += course.credits.unwrap_or(0.0) * course.share / through as f64;
            }
        }
        let unplaced =
            graph.courses.iter().filter(|course| course.terms.is_none() && course.credits.unwrap_or(0.0) > 0.0).count();
        Some(Self { first_term: first, credits, unplaced })
    }

    pub fn min(&self) -> f64 {
        self.credits.iter().copied().fold(f64::INFINITY, f64::min)
    }

    pub fn max(&self) -> f64 {
        self.credits.iter().copied().fold(0.0, f64::max)
    }

    pub fn mean(&self) -> f64 {
        self.credits.iter().sum::<f64>() / self.credits.len().max(1) as f64
    }

    /// The standard deviation over all terms, as of a whole and not of a sample.
    pub fn deviation(&self) -> f64 {
        let mean = self.mean();
        let squares: f64 = self.credits.iter().map(|credits| (credits - mean).powi(2)).sum();
        (squares / self.credits.len().max(1) as f64).sqrt()
    }
}
