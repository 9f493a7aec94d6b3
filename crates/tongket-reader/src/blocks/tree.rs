//! Headings in a row put together to a tree by their levels.

/// What has a level and holds others of its kind.
pub trait Node: Sized {
    /// Depth from 1.
    fn level(&self) -> u8;
    /// Those directly below.
    fn children(&mut self) -> &mut Vec<Self>;
    /// Told where its text ends once that is known.
    fn ends_at(&mut self, _end: usize) {}
}

/// A tree that grows in reading order.
#[derive(Debug)]
pub struct Tree<T> {
    open: Vec<T>,
    roots: Vec<T>,
}

impl<T: Node> Tree<T> {
    /// An empty tree.
    pub fn new() -> Tree<T> {
        Tree {
            open: Vec::new(),
            roots: Vec::new(),
        }
    }

    /// Closes all nodes as deep as `level` or deeper; their text ends at `end`.
    pub fn close(&mut self, level: u8, end: usize) {
        while let Some(mut node) = self.open.pop_if(|node| node.level() >= level) {
            node.ends_at(end);
            match self.open.last_mut() {
                Some(parent) => parent.children().push(node),
                None => self.roots.push(node),
            }
        }
    }

    /// Opens a node below the innermost one; deeper ones must have been closed.
    pub fn open(&mut self, node: T) {
        self.open.push(node);
    }

    /// The innermost open node.
    pub fn innermost(&self) -> Option<&T> {
        self.open.last()
    }

    /// The innermost open node, to add to.
    pub fn innermost_mut(&mut self) -> Option<&mut T> {
        self.open.last_mut()
    }

    /// All roots, everything closed; the text ends at `end`.
    pub fn finish(mut self, end: usize) -> Vec<T> {
        self.close(0, end);
        self.roots
    }
}

impl<T: Node> Default for Tree<T> {
    fn default() -> Self {
        Tree::new()
    }
}
