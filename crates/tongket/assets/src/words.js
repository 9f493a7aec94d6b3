// What islands say. Vietnamese first; English where the page says <html lang="en">.
const texts = {
  keysTitle: ["Phím tắt", "Keyboard shortcuts"],
  keysOn: ["Dùng phím tắt trên máy này", "Use shortcuts on this machine"],
  keysNone: ["Trang này không có phím tắt.", "This page has no shortcuts."],
  close: ["Đóng", "Close"],
  tooBig: ["Tệp “{name}” có dung lượng {size}, vượt quá mức {max}. Hãy giảm dung lượng hoặc chia nhỏ tệp rồi chọn lại.", "The file “{name}” has {size}; at most {max} is allowed. Make it smaller or split it, then choose again."],
  emptyFile: ["Tệp “{name}” trống. Hãy chọn tệp khác.", "The file “{name}” is empty. Choose another one."],
  sending: ["Đang gửi… {percent}%", "Sending… {percent}%"],
  received: ["Đã gửi xong, đang chờ máy chủ trả lời…", "Sent; waiting for the answer…"],
  stop: ["Dừng", "Stop"],
  stopped: ["Đã dừng. Các tệp đã chọn vẫn còn; bấm gửi để thử lại.", "Stopped. The chosen files are still here; send again to retry."],
  lineBroke: ["Mất kết nối khi đang gửi. Các tệp đã chọn vẫn còn; bấm gửi để thử lại.", "The connection broke. The chosen files are still here; send again to retry."],
  figuresKept: ["Mất kết nối – số vừa nhập được giữ trên máy này và sẽ tự gửi khi có mạng.", "Connection lost – the figures are kept on this machine and will be sent when the line is back."],
  figuresExpired: ["Phiên làm việc đã hết – số vừa nhập được giữ trên máy này. Đăng nhập lại ở thẻ mới rồi trở lại đây.", "The session has ended – the figures are kept on this machine. Sign in again in a new tab, then come back."],
  figuresBack: ["Đã lấy lại {count} ô nhập dở lần trước và gửi lại.", "Brought back {count} cells that were not sent last time; sending them again."],
  commentsHere: ["có góp ý", "has comments"],
  sentences: ["Các câu của mục: dùng phím mũi tên để chuyển câu, Enter để góp ý", "Sentences: arrow keys move, Enter comments"],
};

/** The text called `name`, in the page's language, with `{…}` filled in. */
export const say = sayFrom(texts);

/** A `say` for another table of texts. */
export function sayFrom(table) {
  return (name, values = {}) => {
    const english = !/^(vi|$)/i.test(document.documentElement.lang);
    return table[name][english ? 1 : 0].replace(/\{(\w+)\}/g, (_, key) => values[key]);
  };
}
