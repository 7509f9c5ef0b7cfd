#include "demo/template.h"

namespace throughline::demo {

std::string filled(std::string_view text, std::initializer_list<Filling> fillings) {
  std::string out;
  out.reserve(text.size() + 16);
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) {
      break;
    }
    const std::string_view name = text.substr(open + 1, close - open - 1);
    const Filling* found = nullptr;
    for (const Filling& filling : fillings) {
      found = filling.first == name ? &filling : found;
    }
    out.append(text.substr(0, found == nullptr ? close + 1 : open));
    if (found != nullptr) {
      out.append(found->second);
    }
    text.remove_prefix(close + 1);
  }
  return out.append(text);
}

}  // namespace throughline::demo
