// What the writing box says.
import { sayFrom } from "../words.js";

export const say = sayFrom({
  tools: ["Định dạng", "Formatting"],
  hint: ["Alt+F10 đến thanh công cụ. Trong bảng, Tab sang ô kế tiếp; Esc rồi Tab ra khỏi vùng soạn thảo.", "Alt+F10 goes to the tools. In a table Tab goes to the next cell; Esc, then Tab, leaves the text."],
  bold: ["Đậm (B)", "Bold"],
  italic: ["Nghiêng (I)", "Italic"],
  underline: ["Gạch chân (U)", "Underline"],
  heading3: ["Tiêu đề mục", "Heading"],
  heading4: ["Tiêu đề nhỏ", "Subheading"],
  bullets: ["Danh sách gạch đầu dòng", "Bullet list"],
  numbers: ["Danh sách đánh số", "Numbered list"],
  table: ["Chèn bảng", "Insert a table"],
  rowBelow: ["Thêm dòng", "Add a row"],
  columnAfter: ["Thêm cột", "Add a column"],
  rowGone: ["Xóa dòng", "Delete the row"],
  columnGone: ["Xóa cột", "Delete the column"],
  tableGone: ["Xóa bảng", "Delete the table"],
  undo: ["Hoàn tác", "Undo"],
  redo: ["Làm lại", "Redo"],
  bShort: ["B", "B"], iShort: ["I", "I"], uShort: ["U", "U"],
  h3Short: ["Tiêu đề", "Heading"], h4Short: ["Tiêu đề nhỏ", "Subheading"], ulShort: ["Gạch đầu dòng", "Bullet"], olShort: ["Đánh số", "Number"],
  tableShort: ["Bảng", "Table"], undoShort: ["↶", "↶"], redoShort: ["↷", "↷"],
  ready: ["Bài viết tự lưu khi soạn.", "The text saves itself while you write."],
  typing: ["Đang soạn – đã giữ trên máy này", "Writing – kept on this machine"],
  saving: ["Đang lưu…", "Saving…"],
  saved: ["Đã lưu lúc {time}", "Saved at {time}"],
  merged: ["Lúc {time} có người khác cũng sửa mục này: bài đang hiện đã ghép phần của họ. Bản trước đó còn ở Các phiên bản.", "At {time} somebody else changed this section too: the text shown has their part in it. What stood before is among the versions."],
  offline: ["Mất kết nối – bài viết được giữ trên máy này và sẽ tự gửi khi có mạng.", "Connection lost – your text is kept on this machine and will be sent when the line is back."],
  expired: ["Phiên làm việc đã hết – bài viết được giữ trên máy này.", "The session has ended – your text is kept on this machine."],
  signin: ["Đăng nhập lại (mở thẻ mới)", "Sign in again (new tab)"],
  signinThen: ["Đăng nhập xong, trở lại thẻ này: bài viết tự gửi.", "Then come back to this tab: the text sends itself."],
  conflict: ["Có người vừa lưu nội dung khác ở mục này – cả hai bản đều được giữ.", "Somebody saved another text here – both are kept."],
  compare: ["Xem hai bản", "See both"],
  again: ["Thử lại", "Try again"],
  refused: ["Máy chủ không nhận bài viết. Bài viết được giữ trên máy này.", "The server did not take the text. It is kept on this machine."],
  left_pictures: ["Hình không dán vào đây được ({count} hình): báo cáo chỉ giữ chữ và bảng. Hãy gửi hình trong tệp kèm theo.", "Pictures cannot be pasted here ({count}): a report keeps words and tables. Send them in an attached file."],
  left_remarks: ["Góp ý và chữ đã xóa trong bản Word không được dán theo.", "Comments and deleted words of the Word file were not pasted."],
  left_struck: ["Chữ gạch ngang đã thành chữ thường: hãy xóa những chữ không dùng nữa.", "Struck words became plain words: delete those that no longer hold."],
  unkept: ["Trình duyệt này không giữ được bài viết khi mất mạng. Hãy bấm Lưu thường xuyên.", "This browser cannot keep your text when the line breaks. Save often."],
  conflictTitle: ["Hai bản của cùng một mục", "Two versions of one section"],
  conflictLead: ["Phần có gạch chân chỉ có ở bản đó. Chọn bản để dùng tiếp; bản kia vẫn nằm trong lịch sử của mục.", "Underlined parts stand in that version alone. Choose which to go on with; the other stays in the section's history."],
  theirs: ["Bản của {author}, {at}", "{author}’s version, {at}"],
  somebody: ["người khác", "somebody else"],
  mine: ["Bản của tôi", "My version"],
  keepMine: ["Giữ bản của tôi", "Keep mine"],
  keepTheirs: ["Dùng bản của {author}", "Use {author}’s"],
  keepBoth: ["Gộp cả hai", "Join both"],
  later: ["Để sau", "Later"],
  found: ["Còn bài viết chưa gửi, soạn lúc {at} trên máy này.", "There is an unsent text, written {at} on this machine."],
  bringBack: ["Lấy lại bài viết này", "Bring it back"],
  look: ["Xem nội dung", "Look at it"],
  drop: ["Bỏ", "Drop it"],
  dropSure: ["Bỏ hẳn, không lấy lại được", "Drop for good"],
});

const ZONE = "Asia/Ho_Chi_Minh"; // as the server tells times, whatever this machine is set to

/** A time in Viet Nam as people say it; ISO text or milliseconds. */
export function timeOf(at) {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return String(at ?? "");
  const lang = document.documentElement.lang || "vi";
  const day = (of) => of.toLocaleDateString(lang, { timeZone: ZONE });
  const time = date.toLocaleTimeString(lang, { hour: "2-digit", minute: "2-digit", timeZone: ZONE });
  return day(date) === day(new Date()) ? time : `${time} ${day(date)}`;
}
