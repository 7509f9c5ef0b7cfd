// A question about people that a room above answers, so that segments can live by its figures.
#pragma once

#include <functional>
#include <string_view>

#include "base/result.h"
#include "journeys/journeys.h"
#include "segments/figure_view.h"

namespace throughline::segments {

struct OtherQuestion {
  // The figure as a segment keeps it, without what its people do not depend on. Error::invalid
  // names the field. `body`: its {"question", "cell", "part"}, the last where it has one.
  std::function<Result<Figure>(const Figure& figure, std::string_view body)> kept;
  // Everybody behind it. Called from several threads.
  std::function<Result<journeys::PeopleBehind>(const journeys::Asking& asking,
                                               std::string_view body)>
      everybody;
};

}  // namespace throughline::segments
