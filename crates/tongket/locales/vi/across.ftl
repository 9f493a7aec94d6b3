across-title = Đọc một mục qua mọi đơn vị
across-place = Đơn vị { $it } trên { $of }
across-unit-before = Đơn vị trước
across-unit-after = Đơn vị sau
across-units = Các đơn vị
across-nobody = Đợt này chưa giao báo cáo cho đơn vị nào.
across-nothing-sent = { $it } chưa gửi báo cáo nào.
across-open = Mở báo cáo của đơn vị
