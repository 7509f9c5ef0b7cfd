// An event as the outside world gets it. Pure; the same event gives the same text for ever, so that
// a receiver who keeps ids counts it once.
#pragma once

#include <string>
#include <vector>

#include "base/time.h"
#include "event/event.h"

namespace throughline::channels {

// As an item of the tracking API's batches: its id is the one that its sender gave it, its time the
// corrected one.
std::string tracking_message(const Event& event);

// {"batch":[...]}, without `sentAt`: the times need no further correction.
std::string tracking_batch(const std::vector<std::string>& messages);

// The id that a webhook's receiver keeps.
std::string webhook_id(const Event& event);
// {"type":"event.track","timestamp":...,"data":{"event_id":...,"received_at":...,"message":{...}}}
std::string webhook_body(const Event& event);

// Something to try a destination with. `id` is of that attempt alone.
Event test_event(const std::string& id, Time now);

}  // namespace throughline::channels
