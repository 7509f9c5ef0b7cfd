/** One icon per channel and per kind of event, used everywhere. */
import {
  IconAppWindow,
  IconArrowMerge,
  IconArrowsSplit,
  IconBolt,
  IconBuilding,
  IconCreditCard,
  IconDeviceMobile,
  IconFile,
  IconFingerprint,
  type Icon,
  IconLink,
  IconMail,
  IconMessageCircle,
  IconPhone,
  IconServer,
  IconSettings,
  IconShoppingCart,
  IconStar,
  IconWorld,
  IconBuildingStore,
} from "@tabler/icons-react";

import type { Channel, EventKind } from "@/api/types";

import type { CardKind } from "./cards";

export const channelIcons: Record<Channel, Icon> = {
  web: IconWorld,
  mobile: IconDeviceMobile,
  server: IconServer,
  email: IconMail,
  chat: IconMessageCircle,
  phone: IconPhone,
  shop: IconBuildingStore,
  survey: IconStar,
  system: IconSettings,
};

export const kindIcons: Record<EventKind, Icon> = {
  track: IconBolt,
  page: IconFile,
  screen: IconAppWindow,
  identify: IconFingerprint,
  group: IconBuilding,
  alias: IconLink,
  merge: IconArrowMerge,
  split: IconArrowsSplit,
  system: IconSettings,
};

export const cardIcons: Record<CardKind, Icon> = {
  chat: IconMessageCircle,
  email: IconMail,
  call: IconPhone,
  survey: IconStar,
  purchase: IconShoppingCart,
  subscription: IconCreditCard,
};
