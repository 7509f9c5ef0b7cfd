#include "journeys/journeys.findings.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

#include "journeys/journeys.finding_friction.h"
#include "journeys/journeys.finding_landmarks.h"
#include "journeys/journeys.finding_views.h"
#include "storage/database.h"

namespace throughline::journeys {

namespace {

constexpr std::size_t nodes_max = 48;
constexpr std::size_t traits_max = 24;
constexpr std::size_t people_sampled = 120;  // Of those who have a trait.
constexpr std::size_t changes_read = 8;
constexpr std::size_t changed_part = 20;  // One of so many may have had another value.
constexpr std::size_t properties_max = 16;
constexpr std::uint64_t cells_max = 60'000'000;  // Of columns of properties: rows by properties.
constexpr std::size_t values_max = 12;
constexpr std::uint64_t people_min = 30;
constexpr std::int64_t weeks_max = 104;
constexpr std::int64_t days_by_week_min = 42;  // Shorter times are looked at day by day.
constexpr std::size_t chains_told_max = 5;
constexpr std::size_t chains_asked_max = 16;

using Clock_ = std::chrono::steady_clock;

}  // namespace

// One search, step by step.
struct FindingsSearch::Run {
  FindingsSearch& search;
  const Asking& asking;
  const FindingsAsked& asked;
  FindingsProgress& progress;
  std::optional<Frame> frame = {};
  std::int64_t from_ms = 0;
  std::int64_t end_ms = 0;  // Of what is known.
  std::shared_ptr<ContrastPlan> plan = std::make_shared<ContrastPlan>();
  std::shared_ptr<const LandmarkPlan> landmarks = {};
  std::vector<LandmarkContrast> landmarks_told = {};
  std::vector<DimensionValues> dimensions = {};
  FindingsAnswer answer = {};

  Result<FindingsAnswer> find();
  Result<bool> begin();
  Result<void> propose();
  Result<void> read_dimensions();
  Result<bool> is_lasting(storage::Database& database, const std::string& key);
  Result<void> add_dimension(const BreakdownAsked& by);
  Result<void> read_values();
  void divide_time();
  Result<Contrasts> contrast();
  Result<std::vector<FoundView>> chains();

  template <class Report>
  Result<Report> scan_all(const Report& empty) {
    return scan(frame->view.lines, frame->span, frame->cancelled, empty);
  }
  [[nodiscard]] Looked looked() const {
    return {.frame = *frame, .plan = *plan, .dimensions = dimensions, .people = asked.people};
  }
  [[nodiscard]] std::int64_t day_begin(std::int64_t at_ms) const {
    return frame->calendar.begin_ms(PeriodUnit::day,
                                    frame->calendar.period_of(PeriodUnit::day, at_ms));
  }
};

// Whether there is anything to look at.
Result<bool> FindingsSearch::Run::begin() {
  TL_TRY_ASSIGN(const Span range, span_of(asked.range));
  TL_TRY_ASSIGN(frame, search.journeys_.frame(asking, {.looks = {.people = asked.people}}));
  const auto at = frame->view.lines.position();
  answer.position = timeline::to_text({at.xid, at.seq});
  const NamedNodes all = NamedNodes::all(frame->codes());
  TL_TRY_ASSIGN(const auto counted, frame->count(Extent(all, frame->now_ms)));
  const Extent& extent = counted.report();
  answer.people = static_cast<std::int64_t>(counted.people());
  answer.events = static_cast<std::int64_t>(extent.events());
  if (extent.is_empty()) {
    return false;
  }
  end_ms = std::min(extent.last_ms() + 1, range.until_ms);
  from_ms =
      day_begin(std::max({extent.first_ms(), range.from_ms, end_ms - weeks_max * 7 * day_ms}));
  answer.days = FoundDaysView{
      .from =
          frame->begins_on(PeriodUnit::day, frame->calendar.period_of(PeriodUnit::day, from_ms)),
      .until = frame->begins_on(PeriodUnit::day,
                                frame->calendar.period_of(PeriodUnit::day, end_ms - 1))};
  plan->nodes = NamedNodes(frame->codes(), extent.common(nodes_max, people_min));
  progress = 0.05;
  return end_ms > from_ms;
}

Result<void> FindingsSearch::Run::propose() {
  TL_TRY_ASSIGN(const Follows follows, scan_all(Follows(plan->nodes, end_ms)));
  for (const PairQuestion& question : follows.propose({})) {
    const std::int64_t until_ms = day_begin(end_ms - question.window_ms);
    if (until_ms > from_ms) {
      plan->questions.push_back(question);
      plan->until_ms.push_back(until_ms);
    }
  }
  plan->finish();
  landmarks = std::make_shared<const LandmarkPlan>(
      plan_landmarks(plan->nodes, follows,
                     {.from_ms = from_ms,
                      .end_ms = end_ms,
                      .people = static_cast<std::uint64_t>(answer.people),
                      .day_begin = [this](std::int64_t at_ms) { return day_begin(at_ms); }}));
  answer.questions =
      static_cast<std::int64_t>(plan->questions.size() + landmarks->questions.size());
  progress = 0.1;
  return {};
}

// Whether what somebody is now says what they were then: for nearly everybody it never changed.
Result<bool> FindingsSearch::Run::is_lasting(storage::Database& database, const std::string& key) {
  return database.read([&](storage::Transaction& tx) -> Result<bool> {
    std::vector<ProfileId> all;
    TL_TRY(search.people_.each_trait(
        tx, key,
        [&](ProfileId person, const condition::Fact& /*value*/) { all.push_back(person); }));
    const std::size_t apart = std::max<std::size_t>(1, all.size() / people_sampled);
    std::size_t looked_at = 0;
    std::size_t changed = 0;
    for (std::size_t i = 0; i < all.size(); i += apart) {
      TL_TRY_ASSIGN(const auto history,
                    search.people_.trait_history(tx, all[i], key, changes_read));
      std::set<std::string> values;
      for (const people::TraitChange& change : history) {
        values.insert(change.said.value);
      }
      ++looked_at;
      changed += values.size() > 1 ? 1 : 0;
    }
    return changed * changed_part < looked_at;
  });
}

// What nobody has any more, or what has too many values, is left out.
Result<void> FindingsSearch::Run::add_dimension(const BreakdownAsked& by) {
  const auto framed = search.journeys_.frame(asking, {.looks = {.breakdown = by}});
  if (framed.ok()) {
    dimensions.push_back({.by = by, .breakdown = framed->looking->breakdown});
    return {};
  }
  return framed.error().code == ErrorCode::invalid ? Result<void>() : Result<void>(framed.error());
}

Result<void> FindingsSearch::Run::read_dimensions() {
  TL_TRY_ASSIGN(storage::Database* const database, search.workspaces_.find(asking.workspace));
  TL_TRY_ASSIGN(const people::Fields fields, database->read([&](storage::Transaction& tx) {
    return search.people_.fields(tx);
  }));
  std::vector<BreakdownAsked> all;
  for (const people::TraitField& trait : fields.traits) {
    const bool tells = trait.type == "text" || trait.type == "number" || trait.type == "boolean";
    if (tells && trait.people >= static_cast<std::int64_t>(people_min) && all.size() < traits_max) {
      TL_TRY_ASSIGN(const bool lasting, is_lasting(*database, trait.key));
      if (lasting) {
        all.push_back({.trait = trait.key});
      }
    }
  }
  const std::uint64_t rows = std::max<std::uint64_t>(1, frame->view.last_row);
  TL_TRY_ASSIGN(const PropertySample sample, sample_properties(*database, rows));
  const std::uint64_t affordable = std::clamp<std::uint64_t>(cells_max / rows, 3, properties_max);
  for (const std::string& name : sample.telling(affordable)) {
    all.push_back({.property = name});
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    TL_TRY(add_dimension(all[i]));
    progress = 0.1 + 0.5 * static_cast<double>(i + 1) / static_cast<double>(all.size());
  }
  return {};
}

Result<void> FindingsSearch::Run::read_values() {
  TL_TRY_ASSIGN(const ValueCounts counts, scan_all(ValueCounts(plan->nodes, dimensions)));
  std::vector<DimensionValues> telling;
  for (std::size_t d = 0; d < dimensions.size(); ++d) {
    dimensions[d].values = counts.common(d, values_max, people_min);
    if (!dimensions[d].values.empty()) {
      telling.push_back(dimensions[d]);
    }
  }
  dimensions = std::move(telling);
  for (const DimensionValues& one : dimensions) {
    plan->dimensions.push_back(one.dimension());
  }
  answer.dimensions = static_cast<std::int64_t>(dimensions.size());
  progress = 0.65;
  return {};
}

void FindingsSearch::Run::divide_time() {
  const PeriodUnit unit =
      end_ms - from_ms < days_by_week_min * day_ms ? PeriodUnit::day : PeriodUnit::week;
  const Calendar& calendar = frame->calendar;
  plan->edges_ms = {from_ms};
  for (std::int64_t period = calendar.period_of(unit, from_ms) + 1;
       calendar.begin_ms(unit, period) < end_ms; ++period) {
    plan->edges_ms.push_back(calendar.begin_ms(unit, period));
  }
  plan->edges_ms.push_back(end_ms);
}

Result<Contrasts> FindingsSearch::Run::contrast() {
  const ContrastLimits limits{.people_min = people_min};
  TL_TRY_ASSIGN(const ContrastTable table, scan_all(ContrastTable(plan)));
  progress = 0.8;
  std::uint64_t searched = 0;
  std::vector<Stretch> stretches = different_stretches(table, limits, searched);
  TL_TRY_ASSIGN(const StretchTable exact, scan_all(StretchTable(plan, std::move(stretches))));
  progress = 0.9;
  // Of whole lines: who began before the time that is looked at did not begin in it.
  TL_TRY_ASSIGN(const LandmarkTable early,
                scan(frame->view.lines, Span{.people = frame->span.people}, frame->cancelled,
                     LandmarkTable(landmarks)));
  landmarks_told = landmark_contrasts(early, limits);
  std::vector<double> beside;
  for (const LandmarkContrast& one : landmarks_told) {
    beside.push_back(one.p);
  }
  Contrasts contrasts = judge(table, exact, searched, limits, beside);
  for (std::size_t i = 0; i < landmarks_told.size(); ++i) {
    landmarks_told[i].adjusted_p = contrasts.beside_adjusted[i];
  }
  landmarks_told = landmarks_worth_telling(std::move(landmarks_told), *landmarks, limits);
  return contrasts;
}

Result<std::vector<FoundView>> FindingsSearch::Run::chains() {
  std::vector<FoundView> told;
  const Looked all = looked();
  std::vector<Chain> chains = chains_of(plan->questions);
  chains.resize(std::min(chains.size(), chains_asked_max));
  for (const Chain& chain : chains) {
    FunnelAsked funnel = funnel_of(all, chain, end_ms);
    Frame within = *frame;
    within.looks_ahead = true;
    TL_TRY_ASSIGN(Span shown, span_of(funnel.range));
    shown.people = frame->span.people;
    within.show(shown);
    TL_TRY_ASSIGN(FunnelAnswer answered, journeys::answer(within, funnel));
    cut_short(funnel, answered);
    FoundView view = view_of(all, funnel, answered);
    if (view.sides[0].share.of >= static_cast<std::int64_t>(people_min)) {
      told.push_back(std::move(view));
    }
  }
  return chains_worth_telling(std::move(told), chains_told_max);
}

Result<FindingsAnswer> FindingsSearch::Run::find() {
  TL_TRY_ASSIGN(const bool anything, begin());
  if (anything) {
    TL_TRY(propose());
  }
  if (!plan->questions.empty()) {
    TL_TRY(read_dimensions());
    TL_TRY(read_values());
    divide_time();
    TL_TRY_ASSIGN(const Contrasts contrasts, contrast());
    answer.tests = static_cast<std::int64_t>(contrasts.tests);
    TL_TRY_ASSIGN(answer.findings, chains());
    const Looked all = looked();
    TL_TRY_ASSIGN(const FrictionFound friction, friction_along(all, answer.findings));
    answer.tests += static_cast<std::int64_t>(friction.tests);
    answer.findings.insert(answer.findings.end(), friction.told.begin(), friction.told.end());
    for (const LandmarkContrast& one : landmarks_told) {
      answer.findings.push_back(view_of(all, *landmarks, one));
    }
    for (const Contrast& one : without_repeats(contrasts.found, *plan)) {
      answer.findings.push_back(view_of(all, one));
    }
  }
  answer.ready = true;
  answer.progress = 1;
  return std::move(answer);
}

Result<FindingsAnswer> FindingsSearch::find(const Asking& asking, const FindingsAsked& asked,
                                            FindingsProgress& progress) {
  const auto begun = Clock_::now();
  const Time at = clock_.now();
  Run run{.search = *this, .asking = asking, .asked = asked, .progress = progress};
  TL_TRY_ASSIGN(FindingsAnswer found, run.find());
  found.at = at;
  found.took_ms = std::chrono::duration<double, std::milli>(Clock_::now() - begun).count();
  return found;
}

}  // namespace throughline::journeys
