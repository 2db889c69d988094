"""The pages: what the office, the leaders and the departments see and click."""
