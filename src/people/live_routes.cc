#include "people/live_routes.h"

#include <unordered_map>

#include "base/guarded.h"

namespace throughline::people {
namespace {

using http::Request;
using storage::Transaction;
using Events = std::vector<std::shared_ptr<const Event>>;

// Hands what commits to one stream until its peer is gone.
class Feed {
 public:
  Feed(PeopleApi& api, Actor actor) : api_(api), actor_(std::move(actor)) {}
  virtual ~Feed() = default;
  Feed(const Feed&) = delete;
  Feed& operator=(const Feed&) = delete;

  static void open(const std::shared_ptr<Feed>& feed, const std::shared_ptr<http::Stream>& stream) {
    auto subscription = feed->api_.people.subscribe(
        feed->actor_.workspace,
        [feed, stream](const Events& events) { feed->deliver(*stream, events); });
    if (!subscription.ok()) {
      stream->close();
      return;
    }
    stream->send(": open\n\n");
    stream->on_close([held = *std::move(subscription)]() mutable { held.reset(); });
  }

 protected:
  [[nodiscard]] PeopleApi& api() { return api_; }
  [[nodiscard]] const Actor& actor() const { return actor_; }
  // What is sent of these events; runs in one read transaction.
  virtual Result<std::string> render(Transaction& tx, const Events& events) = 0;

 private:
  void deliver(http::Stream& stream, const Events& events) {
    auto text = api_.people.read(actor_, [&](Transaction& tx) { return render(tx, events); });
    if (!text.ok()) {
      stream.close();  // The browser comes back and reads what it missed.
    } else if (!text->empty()) {
      stream.send(*std::move(text));
    }
  }

  PeopleApi& api_;
  Actor actor_;
};

std::string message(const std::string& id, const std::string& json) {
  return "event: event\nid: " + id + "\ndata: " + json + "\n\n";
}

// One person's events, with all that the page shows of them.
class ProfileFeed : public Feed {
 public:
  ProfileFeed(PeopleApi& api, Actor actor, ProfileId profile)
      : Feed(api, std::move(actor)), profile_(profile) {}

 protected:
  Result<std::string> render(Transaction& tx, const Events& events) override {
    std::string text;
    for (const auto& event : events) {
      if (is_of_the_product(event->kind)) {
        hers_.clear();  // Who owns what may have changed.
      }
      TL_TRY_ASSIGN(const bool is_hers, owns(tx, event->key_identifier));
      if (is_hers) {
        TL_TRY_ASSIGN(auto render, Renderer::make(api(), actor()));
        TL_TRY_ASSIGN(const EventView view, render.event(tx, *event));
        text += message(view.cursor, codec::to_json(view));
      }
    }
    return text;
  }

 private:
  static constexpr std::size_t remembered_max = 10'000;

  Result<bool> owns(Transaction& tx, IdentifierId identifier) {
    if (!identifier) {
      return false;
    }
    if (const auto found = hers_.find(identifier.value); found != hers_.end()) {
      return found->second;
    }
    if (hers_.size() >= remembered_max) {
      hers_.clear();
    }
    TL_TRY_ASSIGN(const ProfileId owner, api().people.find_owner(tx, identifier));
    // Her id may have been merged into another since the page was opened.
    const bool is_hers = owner == profile_ || owner == current_profile(tx);
    hers_.emplace(identifier.value, is_hers);
    return is_hers;
  }

  ProfileId current_profile(Transaction& tx) {
    const auto owner = api().people.find_owner(tx, IdentifierId{profile_.value});
    return owner.ok() ? *owner : profile_;
  }

  ProfileId profile_;
  std::unordered_map<std::int64_t, bool> hers_;
};

Result<std::optional<ProfileName>> name_of_owner(PeopleApi& api, Transaction& tx,
                                                 IdentifierId identifier) {
  TL_TRY_ASSIGN(const ProfileId owner, api.people.find_owner(tx, identifier));
  TL_TRY_ASSIGN(ProfileName name, name_of(api.people, tx, owner));
  return std::optional(std::move(name));
}

// Just what a list of everybody's events shows.
Result<ThinEventView> thin_view(PeopleApi& api, Transaction& tx, const Event& event) {
  ThinEventView view = {.id = to_public_id("event", event.times.received, event.seq.value),
                        .kind = std::string(name_of(event.kind)),
                        .name = event.name,
                        .channel = std::string(name_of(event.channel)),
                        .occurred_at = event.occurred_at};
  if (event.key_identifier) {
    TL_TRY_ASSIGN(view.profile, name_of_owner(api, tx, event.key_identifier));
  }
  return view;
}

// Everybody's events.
class WorkspaceFeed : public Feed {
 public:
  using Feed::Feed;

 protected:
  Result<std::string> render(Transaction& tx, const Events& events) override {
    std::string text;
    // A flood is not read one by one: the newest of a group are enough.
    const std::size_t skipped = events.size() > shown_max ? events.size() - shown_max : 0;
    for (std::size_t i = skipped; i < events.size(); ++i) {
      TL_TRY_ASSIGN(const ThinEventView view, thin_view(api(), tx, *events[i]));
      text += message(view.id, codec::to_json(view));
    }
    return text;
  }

 private:
  static constexpr std::size_t shown_max = 20;
};

http::Response stream_response(std::shared_ptr<Feed> feed) {
  http::Response response;
  response.headers.add("Content-Type", "text/event-stream");
  response.headers.add("Cache-Control", "no-store");
  response.body = [feed = std::move(feed)](const std::shared_ptr<http::Stream>& stream) {
    Feed::open(feed, stream);
  };
  return response;
}

Result<http::Response> profile_live(PeopleApi& api, const Request& request) {
  TL_TRY_ASSIGN(const ProfileId id, api.people.read(request.actor, [&](Transaction& tx) {
    return profile_in_path(api.people, tx, request);
  }));
  return stream_response(std::make_shared<ProfileFeed>(api, request.actor, id));
}

Result<http::Response> events_live(PeopleApi& api, const Request& request) {
  return stream_response(std::make_shared<WorkspaceFeed>(api, request.actor));
}

Result<http::Response> latest_events(PeopleApi& api, const Request& request) {
  TL_TRY_ASSIGN(const std::int64_t limit, request.integer_query("limit", 50, 1, 500));
  std::optional<timeline::Position> before;
  if (const auto text = request.query("before"); text && !text->empty()) {
    TL_TRY_ASSIGN(before, timeline::parse_position(*text));
  }
  TL_TRY_ASSIGN(const auto view,
                api.people.read(request.actor, [&](Transaction& tx) -> Result<ThinEventList> {
                  TL_TRY_ASSIGN(const timeline::LatestPage page,
                                api.people.latest(tx, before, static_cast<std::size_t>(limit)));
                  ThinEventList list;
                  for (const Event& event : page.events) {
                    TL_TRY_ASSIGN(auto shown, thin_view(api, tx, event));
                    list.items.push_back(std::move(shown));
                  }
                  if (page.next) {
                    list.next = timeline::to_text(*page.next);
                  }
                  return list;
                }));
  return answer(view);
}

}  // namespace

void add_live_routes(http::Router& router, codec::Schemas& schemas,
                     const std::shared_ptr<PeopleApi>& api) {
  codec::add_schema<ThinEventList>(schemas, "LatestEvents");
  router.get(
      "/api/v1/events", http::with_right(Right::view_people),
      {.summary = "Everybody's latest events, the newest first as they were recorded.",
       .tag = "People",
       .response_schema = "LatestEvents",
       .query = {{"before", "The `next` of the page before"}, {"limit", "1 to 500, 50 without"}}},
      [api](const Request& request) { return latest_events(*api, request); });
  router.get("/api/v1/profiles/{profile}/live", http::with_right(Right::view_people),
             {.summary = "Her events as they arrive, as server-sent events.", .tag = "People"},
             [api](const Request& request) { return profile_live(*api, request); });
  router.get(
      "/api/v1/events/live", http::with_right(Right::view_people),
      {.summary = "Everybody's events as they arrive, as server-sent events.", .tag = "People"},
      [api](const Request& request) { return events_live(*api, request); });
}

}  // namespace throughline::people
