api-why = Mọi việc các trang làm được, chương trình khác cũng làm được: cùng đường dẫn, cùng trường dữ liệu, trả JSON. Dùng khóa cấp ở trang Khóa kết nối: Authorization: Bearer ….
api-path = Đường dẫn
api-method = Phương thức
api-summary = Việc
