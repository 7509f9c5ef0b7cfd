// The way out for the rooms that send something: net's client behind the interface of channels.
#pragma once

#include <memory>

#include "base/result.h"
#include "channels/sender.h"

namespace throughline::app {

struct Configuration;

// Error::invalid where the settings cannot be read.
Result<std::unique_ptr<channels::Sender>> make_sender(const Configuration& configuration);

}  // namespace throughline::app
