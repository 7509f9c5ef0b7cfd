// How text travels to PostgreSQL, which cannot store U+0000 or lone surrogates.
//
//   U+0000            -> U+0001 '0'            U+0001 -> U+0001 '1'
//   U+D800 .. U+DFFF  -> U+D7FF "d800" .. "dfff"   U+D7FF -> U+D7FF '0'
//   another bad byte  -> U+D7FF 'x' and two hex digits
//
// Every text has exactly one coded form and comes back byte for byte, and coded texts compare by
// bytes as the texts themselves do (bad bytes excepted). Functions of SQL such as length() see the
// coded form of these few characters.
#pragma once

#include <string>
#include <string_view>

namespace throughline::storage::postgres {

std::string encode_text(std::string_view text);
// A text that encode_text did not write comes back as it is.
std::string decode_text(std::string_view coded);

// `sql` with each '?' outside quotes and comments as $1, $2, ...
struct Numbered {
  std::string sql;
  int arguments = 0;
};
Numbered numbered_arguments(std::string_view sql);

}  // namespace throughline::storage::postgres
