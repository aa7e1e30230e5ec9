import type { Campaign, Category } from '../campaign.ts';

/** Categories whose works are judged, in the order of the campaign; none where it has no `review`. */
export function judgedCategories({ categories, review }: Pick<Campaign, 'categories' | 'review'>): Category[] {
  if (!review) return [];
  return categories.filter(({ id, kind }) => kind === 'work' && (review.categories?.includes(id) ?? true));
}
