menu-notices = Notices
notice-title = Notices
notice-none = There is no notice yet. Amendments, reports that come back and reports that are passed on are told here.
notice-all-read = Everything has been read.
notice-earlier = Read
notice-waiting = Unread notices: { $it }
notice-remark = A remark on the draft: { $it }
