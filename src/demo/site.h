// Site: the addresses and names of the company's pages and screens.
#pragma once

#include <string>
#include <string_view>

#include "demo/visits.h"

namespace throughline::demo {

struct Place {
  Page page = Page::none;
  int item = 0;
};

// "Pricing".
std::string_view name_of(Page page);
// "https://wrenfold.example/de/pricing"; the path alone is what follows the host.
std::string url_of(Place place, std::string_view language);
std::string path_of(Place place, std::string_view language);
// As the browser's tab shows it, in that language.
std::string title_of(Place place, std::string_view language);
std::string_view screen_name(int screen);
std::string_view feature_name(int feature);

}  // namespace throughline::demo
