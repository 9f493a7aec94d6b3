api-why = Mọi việc các trang làm được, chương trình khác cũng làm được: cùng đường dẫn, cùng trường dữ liệu, trả JSON. Dùng khóa ở trang Khóa API của tôi, gửi trong đầu mục Authorization: Bearer KHÓA. Phần mô tả viết bằng tiếng Anh cho người lập trình.
api-path = Đường dẫn
api-method = Phương thức
api-summary = Việc
