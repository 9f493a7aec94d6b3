menu-notices = Thông báo
notice-title = Thông báo
notice-none = Chưa có thông báo nào. Khi đợt tổng kết được điều chỉnh, báo cáo bị trả lại hay được chuyển đến, thông báo hiện ở đây.
notice-all-read = Không còn thông báo nào chưa đọc.
notice-earlier = Đã đọc
notice-waiting = { $it } thông báo chưa đọc
notice-remark = Góp ý vào bản thảo tổng hợp: { $it }
